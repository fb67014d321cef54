/** The map's drawing: regions filled by volume, and a dot on each country with traffic that is too small to see. */
import type { Answer, Measure } from '#query/question.ts';
import type { Option } from '../../chart/engine.ts';
import { fromMiddle, partOf } from '../../chart/marked.tsx';
import type { Value } from '../../state/narrow.ts';
import type { ChartColors } from '../../style/theme.ts';
import { project, unproject } from './equal-earth.ts';
import type { NetworkPoint } from './own-networks.tsx';
import type { Scale } from './scale.ts';
import type { Region } from './world.ts';

export const MAP = 'world';
/** Degrees; smaller regions get a dot. */
const SMALL = 1.5;

export interface MapDrawing {
  readonly rows: Answer<'places'>['rows'];
  readonly measure: Measure;
  readonly scale: Scale;
  readonly colors: ChartColors;
  readonly chosen: ReadonlySet<Value>;
  readonly regions: ReadonlyMap<string, Region>;
  /** between two places that are on the map */
  readonly lines: readonly { readonly from: string; readonly to: string; readonly value: number }[];
  /** what is highlighted of a place, and of a pair of places; undefined: nothing is, anywhere */
  readonly lit: ((place: string) => number) | undefined;
  readonly litLine: ((from: string, to: string) => number) | undefined;
  readonly litNetwork: ((name: string) => number) | undefined;
  /** the user's own networks that have a point */
  readonly points: readonly NetworkPoint[];
}

/** Id of a network's mark, apart from those of regions and lines. */
export const networkMark = (name: string): string => `network:${name}`;

const lineOpacity = (lit: number, whole: number): number => (lit === 0 ? 0.1 : 0.35 + 0.5 * partOf(lit, whole));

export function drawMap(drawing: MapDrawing): Option {
  const { rows, measure, scale, colors, chosen, regions, lines, points, lit, litLine, litNetwork } = drawing;
  const volumes = rows.filter((row) => row.place !== undefined && regions.has(row.place) && row[measure] > 0);
  const neutral = colors.scheme === 'light' ? '#eceff3' : '#232b37';
  const outline = colors.surface;
  // with a highlight the colours are of what it holds; where it holds nothing there is an outline
  const isDark = (place: string) => lit !== undefined && lit(place) === 0;
  const colorOf = (row: MapDrawing['rows'][number]) =>
    isDark(row.place!) ? neutral : scale.color(lit === undefined ? row[measure] : lit(row.place!));
  const border = (place: string) =>
    chosen.has(place)
      ? { borderColor: colors.text, borderWidth: 2 }
      : isDark(place)
        ? { borderColor: colors.ramp[3], borderWidth: 1 }
        : { borderColor: outline, borderWidth: 0.5 };
  return {
    geo: {
      map: MAP,
      projection: { project, unproject },
      roam: true,
      scaleLimit: { min: 1, max: 40 },
      left: 2,
      right: 2,
      top: 2,
      bottom: 2,
      preserveAspect: true,
      itemStyle: {
        areaColor: neutral,
        borderColor: colors.scheme === 'light' ? '#c9d0da' : '#3b4656',
        borderWidth: 0.5,
      },
      emphasis: { label: { show: false }, itemStyle: { areaColor: null, borderColor: colors.text, borderWidth: 1.5 } },
      select: { disabled: true },
      regions: volumes.map((row) => {
        const color = colorOf(row);
        const opacity = chosen.size > 0 && !chosen.has(row.place) ? 0.45 : 1;
        return {
          name: row.place,
          itemStyle: { areaColor: color, opacity, ...border(row.place!) },
          emphasis: { itemStyle: { areaColor: color } },
        };
      }),
    },
    series: [
      {
        id: 'small',
        type: 'scatter',
        coordinateSystem: 'geo',
        symbolSize: 9,
        data: volumes.flatMap((row) => {
          const region = regions.get(row.place!);
          if (!region || region.size > SMALL) return [];
          return [
            {
              name: row.place,
              mark: row.place,
              value: [...region.center],
              itemStyle: {
                color: colorOf(row),
                borderColor: isDark(row.place!) ? colors.ramp[3] : colors.text,
                borderWidth: chosen.has(row.place) ? 2 : 1,
              },
            },
          ];
        }),
        emphasis: { scale: 1.4 },
      },
      ...(lines.length === 0
        ? []
        : [
            {
              id: 'lines',
              type: 'lines',
              coordinateSystem: 'geo',
              z: 5,
              polyline: false,
              symbol: ['none', 'arrow'],
              symbolSize: 6,
              lineStyle: { color: colors.received, curveness: 0.25, opacity: 0.7 },
              emphasis: { lineStyle: { opacity: 1, color: colors.text } },
              cursor: 'pointer',
              data: lines.flatMap((line, index) => {
                const [a, b] = [regions.get(line.from), regions.get(line.to)];
                if (!a || !b) return [];
                const part = Math.log1p(line.value) / Math.log1p(lines[0]!.value);
                return [
                  {
                    coords: [[...a.center], [...b.center]],
                    mark: `line ${index}`,
                    lineStyle: {
                      width: 0.5 + 4.5 * part ** 3,
                      // a line can't be divided: the more of it is highlighted, the stronger it is
                      ...(litLine && { opacity: lineOpacity(litLine(line.from, line.to), line.value) }),
                    },
                  },
                ];
              }),
            },
          ]),
      ...(points.length === 0
        ? []
        : [
            {
              id: 'networks',
              type: 'scatter',
              coordinateSystem: 'geo',
              z: 6,
              symbol: 'diamond',
              symbolSize: 15,
              data: points.map(({ name, at, volume }) => ({
                name,
                mark: networkMark(name),
                value: [...at],
                itemStyle: {
                  color:
                    volume === undefined
                      ? neutral
                      : litNetwork === undefined
                        ? colors.accent
                        : fromMiddle(colors.accent, colors.surface, partOf(litNetwork(name), volume[measure])),
                  borderColor: colors.text,
                  borderWidth: 1.5,
                },
              })),
              label: {
                show: points.length <= 12,
                position: 'right',
                formatter: '{b}',
                color: colors.text,
                fontSize: 12,
                textBorderColor: colors.surface,
                textBorderWidth: 3,
                overflow: 'truncate',
                width: 120,
              },
              labelLayout: { hideOverlap: true },
              emphasis: { scale: 1.3 },
              cursor: 'pointer',
            },
          ]),
    ],
  };
}
