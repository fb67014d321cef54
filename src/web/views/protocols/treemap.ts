/** The treemap's drawing. */

import type { Guessed } from '#query/guessed.ts';
import type { Answer, Measure } from '#query/question.ts';
import type { Option } from '../../chart/engine.ts';
import { GUESS_SIGN, hatched } from '../../chart/guess.tsx';
import { fromBottom, pale, partOf } from '../../chart/marked.tsx';
import { valueText } from '../../chart/value-name.tsx';
import type { MarkedTop } from '../../state/marked.ts';
import type { Value } from '../../state/narrow.ts';
import { textWidth, WORDS } from '../../style/fit.ts';
import * as format from '../../style/format.ts';
import type { ChartColors } from '../../style/theme.ts';
import { othersText } from './others.ts';
import { type Size, tilesOf } from './tiles.ts';

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

/** Pixels of a tile around its words, and what a name and a line beneath it take. */
const [ACROSS, DOWN] = [11, 8];
const [NAME_PX, LINE_PX] = [17, 16];
const [NAME_SIZE, LINE_SIZE] = [13, 12];
/** Letters of a name that say something when the rest is cut off. */
const FEWEST = 5;

/** What a tile has room for. */
function wordsOf(name: string, volume: string, share: string, { width, height }: Size) {
  const room = width - ACROSS;
  const fits = (text: string, size: number) => textWidth(text, size) <= room;
  // bold letters are a little wider
  const isNamed =
    height >= NAME_PX + DOWN && fits(name.length > FEWEST ? `${name.slice(0, FEWEST)}…` : name, NAME_SIZE * BOLD);
  const line =
    height < NAME_PX + LINE_PX + DOWN ? '' : [`${volume} · ${share}`, volume].find((one) => fits(one, LINE_SIZE));
  return { isNamed, line: line ?? '' };
}
const BOLD = 1.06;

export function treemap(
  rows: Top['rows'],
  other: Top['other'],
  measure: Measure,
  colors: ChartColors,
  chosen: ReadonlySet<Value>,
  guessed: Guessed,
  marked: MarkedTop | undefined,
  /** of the whole picture, pixels */
  whole: Size,
): Option {
  const volumes = [...rows.map((row) => row[measure]), ...(other && other[measure] > 0 ? [other[measure]] : [])];
  const total = volumes.reduce((sum, volume) => sum + volume, 0);
  const sizes = tilesOf(volumes, whole);
  const tile = (
    size: Size,
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
    const volume = measure === 'bytes' ? format.bytes(value) : format.count(value);
    // letters stand at the top: over what is pale, over the colour, or over both
    const part = marked === undefined ? 1 : partOf(lit ?? 0, value);
    const under =
      typeof drawn === 'string'
        ? drawn
        : (1 - part) * size.height > NAME_PX + LINE_PX + DOWN
          ? pale(fill, colors.surface)
          : fill;
    const isOver = marked !== undefined && typeof drawn !== 'string' && under === fill && part < 0.9;
    const words = wordsOf(name, volume, format.share(value, total), size);
    return {
      name,
      value,
      mark,
      itemStyle: { color: drawn },
      emphasis: { itemStyle: { color: drawn } },
      label: {
        show: words.isNamed,
        color: isOver ? colors.text : textOn(under),
        ...(isOver ? { textBorderColor: colors.surface, textBorderWidth: 3 } : {}),
        // stripes behind letters would hide them
        ...(isGuess && marked === undefined ? { backgroundColor: fill } : {}),
        formatter: `{name|${name.replaceAll(/[{}|]/g, ' ')}}${words.line && `\n{size|${words.line}}`}`,
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
          ellipsis: '…',
          lineHeight: 16,
          rich: {
            name: {
              fontFamily: WORDS,
              fontSize: NAME_SIZE,
              fontWeight: 600,
              lineHeight: NAME_PX,
            },
            size: { fontFamily: WORDS, fontSize: LINE_SIZE, lineHeight: LINE_PX },
          },
        },
        data: [
          ...rows.map((row, index) => {
            const isGuess = guessed.get(row.value)?.isMost ?? false;
            return tile(
              sizes[index]!,
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
                  sizes[rows.length]!,
                  othersText(other.groups),
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
