/** The map's drawing: regions filled by volume, and a dot on each country with traffic that is too small to see. */
import type { Answer, Measure } from '#query/question.ts';
import type { Option } from '../../chart/engine.ts';
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
  /** the user's own networks that have a point */
  readonly points: readonly NetworkPoint[];
}

/** Id of a network's mark, apart from those of regions and lines. */
export const networkMark = (name: string): string => `network:${name}`;

export function drawMap({ rows, measure, scale, colors, chosen, regions, lines, points }: MapDrawing): Option {
  const volumes = rows.filter((row) => row.place !== undefined && regions.has(row.place) && row[measure] > 0);
  const neutral = colors.scheme === 'light' ? '#eceff3' : '#232b37';
  const outline = colors.surface;
  const border = (place: string) =>
    chosen.has(place) ? { borderColor: colors.text, borderWidth: 2 } : { borderColor: outline, borderWidth: 0.5 };
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
        const color = scale.color(row[measure]);
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
                color: scale.color(row[measure]),
                borderColor: colors.text,
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
                    lineStyle: { width: 0.5 + 4.5 * part ** 3 },
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
                  color: volume === undefined ? neutral : colors.accent,
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
