/** Where in the world: a map coloured by volume, both ends counted, and beside it every place, also those that no map shows. */

import { type ReactNode, useMemo, useRef, useState } from 'react';
import { Chart, type ChartHandle } from '../../chart/chart.tsx';
import type * as EngineModule from '../../chart/engine.ts';
import { t } from '../../language/t.ts';
import { volumeTable } from '../../pictures/volume-table.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { LOOK, MapControls } from './controls.tsx';
import { Legend } from './legend.tsx';
import css from './map.module.css';
import { mapMarks } from './map-marks.ts';
import { drawMap, MAP, type MapDrawing } from './map-option.ts';
import { MapTip } from './map-tip.tsx';
import { NetworkList } from './own-networks.tsx';
import { PlaceList } from './place-list.tsx';
import { scaleOf } from './scale.ts';
import { SelectedPlaces } from './selected-places.tsx';
import { useLines } from './use-lines.ts';
import { useNetworkPoints } from './use-network-points.ts';
import { ENDS, usePlaces } from './use-places.ts';
import { extents, loadWorld, type Region } from './world.ts';

const ENDS_WORDS = {
  both: t('to and from each country, both ends counted'),
  src: t('of the flows that began in each country'),
  dst: t('of the flows that were answered in each country'),
} as const;
const NOWHERE: ReadonlyMap<string, Region> = new Map();

export default function MapView(): ReactNode {
  const { measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const { scope, chosen } = useOwnScope('country');
  const [state, set] = useViewState(LOOK);
  const ends = oneOf(ENDS, state.ends);
  const isLinear = state.scale === 'linear';
  const hasLines = state.lines === 'on';
  const [regions, setRegions] = useState<ReadonlyMap<string, Region>>();
  const handle = useRef<ChartHandle>(null);
  const networks = useNetworkPoints(measure);
  const places = usePlaces(scope, ends, measure);
  const lines = useLines(hasLines, scope, measure, regions);
  const { both, rows, total } = places;
  const hosts = both.data?.rows;
  const scale = useMemo(
    () =>
      scaleOf(
        (rows ?? []).filter((row) => row.place && regions?.has(row.place)).map((row) => row[measure]),
        colors.ramp,
        isLinear,
      ),
    [rows, regions, measure, colors, isLinear],
  );
  const drawing = useMemo<MapDrawing>(
    () => ({
      rows: rows ?? [],
      measure,
      scale,
      colors,
      chosen,
      regions: regions ?? NOWHERE,
      lines: lines.lines,
      points: networks.points,
      lit: places.marked && ((place) => places.marked?.of(place)?.[measure] ?? 0),
      litLine: lines.lit,
      litNetwork: networks.marked && ((name) => networks.marked?.of(name)?.[measure] ?? 0),
    }),
    [
      rows,
      measure,
      scale,
      colors,
      chosen,
      regions,
      lines.lines,
      networks.points,
      places.marked,
      lines.lit,
      networks.marked,
    ],
  );
  const option = useMemo(() => drawMap(drawing), [drawing]);
  // closer means closer to what was chosen
  const centers = [...chosen].flatMap((place) => regions?.get(String(place))?.center ?? []);
  const middle = [...chosen].length === 1 && centers.length === 2 ? ([centers[0]!, centers[1]!] as const) : undefined;
  const subtitle = total && (
    <>
      {format.measureWord(measure)} {ENDS_WORDS[ends]}
      {chosen.size > 0
        ? t('; the chosen among {sum}', { sum: format.measured(total[measure], measure) })
        : `, ${format.measured(total[measure], measure)}`}{' '}
      · {t('Ctrl + click adds a country')}
    </>
  );
  return (
    <div className={css.view}>
      <ViewFrame
        className={css.map!}
        title={t('Where in the world are the two ends?')}
        subtitle={subtitle}
        answers={hasLines ? [places.asked, lines.asked] : [places.asked]}
        empty={rows?.length === 0}
        data={() =>
          volumeTable(
            ['place', 'name', 'hosts'],
            (rows ?? []).map((row) => ({ values: [row.place, placeName(row.place), row.hosts], volume: row })),
          )
        }
        actions={
          <MapControls
            ends={ends}
            isLinear={isLinear}
            hasLines={hasLines}
            set={set}
            onZoom={(factor) => handle.current?.zoom(factor, factor > 1 ? middle : undefined)}
          />
        }
      >
        <div className={css.picture}>
          <Chart
            handle={handle}
            label={t('World map by volume')}
            height="100%"
            option={option}
            prepare={async (engine) => setRegions(await knowWorld(engine))}
            marks={mapMarks(drawing, ends, filter, setFilter)}
            numbers={{
              head: [t('Place'), t('Bytes sent'), t('Bytes received'), t('Packets'), t('Flows'), t('Hosts')],
              rows: (rows ?? []).map((row) => [
                placeName(row.place),
                ...[row.sentBytes, row.receivedBytes, row.packets, row.flows, row.hosts].map(format.exact),
              ]),
            }}
            tip={(id) => (
              <MapTip
                id={id}
                measure={measure}
                places={places}
                lines={lines}
                networks={{ ...networks, total: networks.asked.data?.total }}
              />
            )}
          />
        </div>
        {/* has its place from the start */}
        <div style={regions ? undefined : { visibility: 'hidden' }}>
          <Legend scale={scale} measure={measure} isMarked={places.marked !== undefined} />
        </div>
      </ViewFrame>
      <div className={css.side}>
        {chosen.size > 0 && hosts && both.data && (
          <SelectedPlaces places={chosen} rows={hosts} total={both.data.total} />
        )}
        {networks.areThere && <NetworkList asked={networks.asked} measure={measure} marked={networks.marked} />}
        <PlaceList asked={both} regions={regions} chosen={chosen} marked={places.bothMarked} />
      </div>
    </div>
  );
}

async function knowWorld(engine: typeof EngineModule): Promise<ReadonlyMap<string, Region>> {
  const world = await loadWorld();
  engine.knowMap(MAP, world);
  return extents(world);
}
