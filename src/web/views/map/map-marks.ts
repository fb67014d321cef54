/** What can be pressed on the map: places, own networks, lines. */
import type { PictureMark } from '../../chart/chart.tsx';
import { markedText } from '../../chart/marked.tsx';
import { t } from '../../language/t.ts';
import { howOf, type Keys } from '../../state/marks.tsx';
import { narrowedAll } from '../../state/narrow.ts';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { type MapDrawing, networkMark } from './map-option.ts';
import type { Ends } from './use-places.ts';

const LINE = 'line ';

const lineMark = (index: number): string => `${LINE}${index}`;

/** The line that a mark is of; undefined: it is none. */
export const lineOf = <L>(id: string, lines: readonly L[]): L | undefined =>
  id.startsWith(LINE) ? lines[Number(id.slice(LINE.length))] : undefined;

/** `narrow` puts another filter in place of this one. */
export function mapMarks(
  drawing: MapDrawing,
  ends: Ends,
  filter: string,
  narrow: (filter: string) => void,
): readonly PictureMark[] {
  const { rows, regions, measure, points, lines, lit, litLine, litNetwork } = drawing;
  const places = rows.filter((row) => row.place !== undefined && regions.has(row.place));
  const both = (line: (typeof lines)[number], keys: Keys): string =>
    narrowedAll(
      filter,
      [
        { field: 'src.country', value: line.from },
        { field: 'dst.country', value: line.to },
      ],
      howOf(keys),
    );
  return [
    ...places.map(
      (row): PictureMark => ({
        id: row.place!,
        text: `${placeName(row.place)}: ${format.exactMeasured(row[measure], measure)}${markedText(lit?.(row.place!), row[measure], measure)}`,
        find: { geoIndex: 0, name: row.place! },
        of: { field: ends === 'both' ? 'country' : `${ends}.country`, value: row.place },
      }),
    ),
    ...points.map(
      ({ name, volume }, index): PictureMark => ({
        id: networkMark(name),
        text: `${name}: ${format.exactMeasured(volume?.[measure] ?? 0, measure)}${markedText(litNetwork?.(name), volume?.[measure] ?? 0, measure)}`,
        find: { seriesIndex: lines.length > 0 ? 2 : 1, dataIndex: index },
        of: { field: 'network', value: name },
      }),
    ),
    ...lines.map(
      (line, index): PictureMark => ({
        id: lineMark(index),
        text: `${t('{from} to {to}: {value}', {
          from: placeName(line.from),
          to: placeName(line.to),
          value: format.exactMeasured(line.value, measure),
        })}${markedText(litLine?.(line.from, line.to), line.value, measure)}`,
        find: { seriesIndex: 1, dataIndex: index },
        press: (keys) => narrow(both(line, keys)),
      }),
    ),
  ];
}
