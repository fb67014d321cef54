/** Where in the world: a map coloured by volume, both ends counted, and beside it every place, also those that no map shows. */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus, IconWorld } from '@tabler/icons-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Question } from '#query/question.ts';
import { Chart, type ChartHandle, type PictureMark } from '../../chart/chart.tsx';
import type * as EngineModule from '../../chart/engine.ts';
import { VolumeTip } from '../../chart/tip.tsx';
import { volumeTable } from '../../pictures/volume-table.ts';
import { useAnswer } from '../../state/answer.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { Legend } from './legend.tsx';
import css from './map.module.css';
import { drawMap, MAP } from './map-option.ts';
import { PlaceList } from './place-list.tsx';
import { scaleOf } from './scale.ts';
import { SelectedPlaces } from './selected-places.tsx';
import { extents, loadWorld, type Region } from './world.ts';

export default function MapView(): ReactNode {
  const { measure } = useScope();
  const colors = useChartColors();
  const { scope, chosen } = useOwnScope('country');
  const asked = useAnswer({ kind: 'places', scope } satisfies Question);
  const [regions, setRegions] = useState<ReadonlyMap<string, Region>>();
  const handle = useRef<ChartHandle>(null);
  const rows = asked.data?.rows;
  const total = asked.data?.total;
  const scale = useMemo(
    () =>
      scaleOf(
        (rows ?? []).filter((row) => row.place && regions?.has(row.place)).map((row) => row[measure]),
        colors.ramp,
      ),
    [rows, regions, measure, colors],
  );
  const drawn = useMemo(
    () => drawMap({ rows: rows ?? [], measure, scale, colors, chosen, regions: regions ?? new Map() }),
    [rows, measure, scale, colors, chosen, regions],
  );
  const shown = (rows ?? []).filter((row) => row.place !== undefined && regions?.has(row.place));
  // closer means closer to what was chosen
  const centers = [...chosen].flatMap((place) => regions?.get(String(place))?.center ?? []);
  const middle = [...chosen].length === 1 && centers.length === 2 ? ([centers[0]!, centers[1]!] as const) : undefined;
  const subtitle = total && (
    <>
      {measure} to and from each country, both ends counted
      {chosen.size > 0 ? '; the chosen among ' : ', '}
      {format.measured(total[measure], measure)}
    </>
  );
  return (
    <div className={css.view}>
      <ViewFrame
        className={css.map!}
        title="Where in the world are the two ends?"
        subtitle={subtitle}
        answers={[asked]}
        empty={rows?.length === 0}
        data={() =>
          volumeTable(
            ['place', 'name', 'hosts'],
            (rows ?? []).map((row) => ({ values: [row.place, placeName(row.place), row.hosts], volume: row })),
          )
        }
        actions={<Zoom onZoom={(factor) => handle.current?.zoom(factor, factor > 1 ? middle : undefined)} />}
      >
        <div className={css.picture}>
          <Chart
            handle={handle}
            label="World map by volume"
            height="100%"
            option={drawn}
            prepare={async (engine) => setRegions(await knowWorld(engine))}
            marks={shown.map(
              (row): PictureMark => ({
                id: row.place!,
                text: `${placeName(row.place)}: ${format.exactMeasured(row[measure], measure)}`,
                find: { geoIndex: 0, name: row.place! },
                of: { field: 'country', value: row.place },
              }),
            )}
            numbers={{
              head: ['Place', 'Bytes sent', 'Bytes received', 'Packets', 'Flows', 'Hosts'],
              rows: (rows ?? []).map((row) => [
                placeName(row.place),
                ...[row.sentBytes, row.receivedBytes, row.packets, row.flows, row.hosts].map(format.exact),
              ]),
            }}
            tip={(id) => {
              const row = rows?.find((one) => one.place === id);
              if (!row || !total) return <strong>{placeName(id)}: no traffic</strong>;
              return <VolumeTip name={placeName(id)} volume={row} measure={measure} whole={total[measure]} />;
            }}
          />
        </div>
        {regions && <Legend scale={scale} measure={measure} />}
      </ViewFrame>
      <div className={css.side}>
        {chosen.size > 0 && rows && total && <SelectedPlaces places={chosen} rows={rows} total={total} />}
        <PlaceList asked={asked} regions={regions} chosen={chosen} />
      </div>
    </div>
  );
}

function Zoom({ onZoom }: { readonly onZoom: (factor: number) => void }) {
  const tools = [
    { label: 'Zoom in', factor: 1.6, Icon: IconPlus },
    { label: 'Zoom out', factor: 1 / 1.6, Icon: IconMinus },
    { label: 'Whole world', factor: 0, Icon: IconWorld },
  ];
  return tools.map(({ label, factor, Icon }) => (
    <Tooltip key={label} label={label}>
      <ActionIcon variant="default" size="sm" aria-label={label} onClick={() => onZoom(factor)}>
        <Icon size={14} />
      </ActionIcon>
    </Tooltip>
  ));
}

async function knowWorld(engine: typeof EngineModule): Promise<ReadonlyMap<string, Region>> {
  const world = await loadWorld();
  engine.knowMap(MAP, world);
  return extents(world);
}
