/** The treemap's drawing. */

import type { Guessed } from '#query/guessed.ts';
import type { Answer, Measure } from '#query/question.ts';
import type { Option } from '../../chart/engine.ts';
import { GUESS_SIGN, hatched } from '../../chart/guess.tsx';
import { fromBottom, pale, partOf } from '../../chart/marked.tsx';
import { valueText } from '../../chart/value-name.tsx';
import { t } from '../../language/t.ts';
import type { MarkedTop } from '../../state/marked.ts';
import type { Value } from '../../state/narrow.ts';
import * as format from '../../style/format.ts';
import type { ChartColors } from '../../style/theme.ts';

type Top = Answer<'top'>;

/** Relative luminance of #rrggbb, WCAG 2.2. */
function luminance(color: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Dark or light text, whichever reads better on a colour. */
const textOn = (color: string): string => (luminance(color) > 0.179 ? '#0c1017' : '#ffffff');

/** What is not chosen: of its colour so much is left. */
const FADED = 1 / 3;

/** Square pixels a tile needs for its name, and for its volume beneath. */
const NAME_AREA = 2600;
const SIZE_AREA = 5200;
/** Tiles are up to this much higher than wide; a letter takes this many pixels. A name that does not fit is left out. */
const SLIM = 2.2;
const LETTER = 7.4;
const EDGES = 12;
/** Height of a name with its volume beneath. */
const WORDS = 44;
/** Square pixels for the share too. */
const SHARE_AREA = 14_000;

export function treemap(
  rows: Top['rows'],
  other: Top['other'],
  measure: Measure,
  colors: ChartColors,
  chosen: ReadonlySet<Value>,
  guessed: Guessed,
  marked: MarkedTop | undefined,
  /** of the whole picture, square pixels */
  area: number,
): Option {
  const whole = rows.reduce((sum, row) => sum + row[measure], other?.[measure] ?? 0);
  const tile = (
    name: string,
    value: number,
    mark: string,
    color: string,
    faded: boolean,
    lit: number | undefined,
    isGuess = false,
  ) => {
    const fill = faded ? pale(color, colors.surface, FADED) : color;
    const drawn =
      marked !== undefined
        ? fromBottom(fill, colors.surface, partOf(lit ?? 0, value))
        : isGuess
          ? hatched(fill, colors.surface)
          : fill;
    const room = (area * value) / Math.max(1, whole);
    const volume = measure === 'bytes' ? format.bytes(value) : format.count(value);
    // letters stand at the top: over what is pale, over the colour, or over both
    const part = marked === undefined ? 1 : partOf(lit ?? 0, value);
    const under =
      typeof drawn === 'string'
        ? drawn
        : (1 - part) * Math.sqrt(room / SLIM) > WORDS
          ? pale(fill, colors.surface)
          : fill;
    const isOver = marked !== undefined && typeof drawn !== 'string' && under === fill && part < 0.9;
    const size = room >= SHARE_AREA ? `${volume} · ${format.share(value, whole)}` : volume;
    return {
      name,
      value,
      mark,
      itemStyle: { color: drawn },
      emphasis: { itemStyle: { color: drawn } },
      label: {
        show: room >= NAME_AREA && Math.sqrt(room / SLIM) - EDGES >= name.length * LETTER,
        color: isOver ? colors.text : textOn(under),
        ...(isOver ? { textBorderColor: colors.surface, textBorderWidth: 3 } : {}),
        // stripes behind letters would hide them
        ...(isGuess && marked === undefined ? { backgroundColor: fill } : {}),
        formatter: `{name|${name.replaceAll(/[{}|]/g, ' ')}}${room >= SIZE_AREA ? `\n{size|${size}}` : ''}`,
      },
      cursor: mark === 'other' ? 'default' : 'pointer',
    };
  };
  return {
    series: [
      {
        id: 'apps',
        type: 'treemap',
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        sort: 'desc',
        // the tiles keep the order and size of the answer
        visibleMin: 1,
        itemStyle: { borderColor: colors.surface, borderWidth: 1, gapWidth: 1 },
        emphasis: { itemStyle: { borderColor: colors.text, borderWidth: 2 } },
        label: {
          // padding, not position: it is taken off the width a name may have
          position: [0, 0],
          padding: [6, 2, 6, 7],
          overflow: 'truncate',
          lineHeight: 16,
          rich: {
            name: {
              fontFamily: "'Inter Variable', sans-serif",
              fontSize: 13,
              fontWeight: 600,
              lineHeight: 17,
            },
            size: { fontFamily: "'Inter Variable', sans-serif", fontSize: 12, lineHeight: 16 },
          },
        },
        data: [
          ...rows.map((row, index) => {
            const isGuess = guessed.get(row.value)?.isMost ?? false;
            return tile(
              valueText('app', row.value) + (isGuess ? ` ${GUESS_SIGN}` : ''),
              row[measure],
              String(index),
              colors.app(String(row.value ?? '')),
              chosen.size > 0 && !chosen.has(row.value),
              marked?.of(row.value)?.[measure],
              isGuess,
            );
          }),
          ...(other && other[measure] > 0
            ? [
                tile(
                  t('{n} others', { n: format.count(other.groups) }),
                  other[measure],
                  'other',
                  colors.other,
                  chosen.size > 0,
                  marked?.other[measure],
                ),
              ]
            : []),
        ],
      },
    ],
  };
}
