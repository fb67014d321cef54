/** Where in the world: a map coloured by volume, both ends counted, and beside it every place, also those that no map shows. */

import { ActionIcon, SegmentedControl, Switch, Tooltip } from '@mantine/core';
import { IconMinus, IconPlus, IconWorld } from '@tabler/icons-react';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import type { Answer, Question } from '#query/question.ts';
import { Chart, type ChartHandle, type PictureMark } from '../../chart/chart.tsx';
import type * as EngineModule from '../../chart/engine.ts';
import { MarkedTip, markedText } from '../../chart/marked.tsx';
import { VolumeTip } from '../../chart/tip.tsx';
import { t } from '../../language/t.ts';
import { volumeTable } from '../../pictures/volume-table.ts';
import { useAnswer } from '../../state/answer.ts';
import { NO_VOLUME, useMarkedGroups, useMarkedTop } from '../../state/marked.ts';
import { howOf } from '../../state/marks.tsx';
import { narrowedAll } from '../../state/narrow.ts';
import { useNetworks } from '../../state/networks.ts';
import { useOwnScope } from '../../state/own-scope.ts';
import { useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { Legend } from './legend.tsx';
import css from './map.module.css';
import { drawMap, MAP, networkMark } from './map-option.ts';
import { NetworkList, networkPoints, networkQuestion } from './own-networks.tsx';
import { PlaceList } from './place-list.tsx';
import { scaleOf } from './scale.ts';
import { SelectedPlaces } from './selected-places.tsx';
import { extents, loadWorld, type Region } from './world.ts';

const ENDS = ['both', 'src', 'dst'] as const;
const ENDS_WORDS = {
  both: t('to and from each country, both ends counted'),
  src: t('of the flows that began in each country'),
  dst: t('of the flows that were answered in each country'),
} as const;
const LOOK = { ends: 'both', scale: 'log', lines: 'off' } as const;
const LINES = 150;
/** Places that are asked for; there are fewer. */
const MOST_PLACES = 400;
type Rows = Answer<'places'>['rows'];

export default function MapView(): ReactNode {
  const { measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const { scope, chosen } = useOwnScope('country');
  const networks = useNetworks();
  const networkScope = useOwnScope('network').scope;
  const ofNetworks = networks.length === 0 ? undefined : networkQuestion(measure, networkScope);
  const volumes = useAnswer(ofNetworks);
  const networkMarks = useMarkedTop(ofNetworks);
  const points = useMemo(() => networkPoints(networks, volumes.data?.rows ?? []), [networks, volumes.data]);
  const [state, set] = useViewState(LOOK);
  const ends = oneOf(ENDS, state.ends);
  const linear = state.scale === 'linear';
  const both = useAnswer({ kind: 'places', scope } satisfies Question);
  const ofPlaces = (field: string) => ({ kind: 'top', scope, field, measure, limit: MOST_PLACES }) satisfies Question;
  const ofOneSide = ends === 'both' ? undefined : ofPlaces(`${ends}.country`);
  const oneSide = useAnswer(ofOneSide);
  const bothMarked = useMarkedTop(ofPlaces('country'));
  const sideMarked = useMarkedTop(ofOneSide);
  const placesMarked = ends === 'both' ? bothMarked : sideMarked;
  const ofPairs =
    state.lines === 'on'
      ? ({
          kind: 'groups',
          scope,
          by: ['src.country', 'dst.country'],
          more: [],
          sort: measure,
          offset: 0,
          limit: LINES,
        } satisfies Question)
      : undefined;
  const pairs = useAnswer(ofPairs);
  const pairsMarked = useMarkedGroups(ofPairs);
  const [regions, setRegions] = useState<ReadonlyMap<string, Region>>();
  const handle = useRef<ChartHandle>(null);
  // the list beside the map always has both ends; one side colours the map
  const asked = ends === 'both' ? both : oneSide;
  const hosts = both.data?.rows;
  const rows = useMemo<Rows | undefined>(
    () =>
      ends === 'both'
        ? hosts
        : oneSide.data?.rows.map(({ value, ...volume }) => ({
            ...volume,
            place: value === undefined ? undefined : String(value),
            hosts: hosts?.find((row) => row.place === value)?.hosts ?? 0,
          })),
    [ends, hosts, oneSide.data],
  );
  const total = (ends === 'both' ? both.data : oneSide.data)?.total;
  const lines = useMemo(
    () =>
      (pairs.data?.rows ?? []).flatMap((row) => {
        const [from, to] = row.values.map(String);
        const known = regions?.has(from!) && regions.has(to!) && from !== to;
        return known ? [{ from: from!, to: to!, value: row[measure], flows: row.flows }] : [];
      }),
    [pairs.data, regions, measure],
  );
  const scale = useMemo(
    () =>
      scaleOf(
        (rows ?? []).filter((row) => row.place && regions?.has(row.place)).map((row) => row[measure]),
        colors.ramp,
        linear,
      ),
    [rows, regions, measure, colors, linear],
  );
  const lit = useMemo(
    () => placesMarked && ((place: string) => placesMarked.of(place)?.[measure] ?? 0),
    [placesMarked, measure],
  );
  const litLine = useMemo(
    () => pairsMarked && ((from: string, to: string) => pairsMarked.of(from, to)?.[measure] ?? 0),
    [pairsMarked, measure],
  );
  const litNetwork = useMemo(
    () => networkMarks && ((name: string) => networkMarks.of(name)?.[measure] ?? 0),
    [networkMarks, measure],
  );
  const drawn = useMemo(
    () =>
      drawMap({
        rows: rows ?? [],
        measure,
        scale,
        colors,
        chosen,
        regions: regions ?? new Map(),
        lines,
        points,
        lit,
        litLine,
        litNetwork,
      }),
    [rows, measure, scale, colors, chosen, regions, lines, points, lit, litLine, litNetwork],
  );
  const shown = (rows ?? []).filter((row) => row.place !== undefined && regions?.has(row.place));
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
        answers={state.lines === 'on' ? [asked, pairs] : [asked]}
        empty={rows?.length === 0}
        data={() =>
          volumeTable(
            ['place', 'name', 'hosts'],
            (rows ?? []).map((row) => ({ values: [row.place, placeName(row.place), row.hosts], volume: row })),
          )
        }
        actions={
          <>
            <SegmentedControl
              size="xs"
              aria-label={t('Which end counts')}
              data={[
                { value: 'both', label: t('Both ends') },
                { value: 'src', label: t('Sources') },
                { value: 'dst', label: t('Destinations') },
              ]}
              value={ends}
              onChange={(next) => set({ ends: next })}
            />
            <SegmentedControl
              size="xs"
              aria-label={t('Scale of the colours')}
              data={[
                { value: 'log', label: t('Log') },
                { value: 'linear', label: t('Linear') },
              ]}
              value={linear ? 'linear' : 'log'}
              onChange={(scaled) => set({ scale: scaled })}
            />
            <Switch
              size="xs"
              label={t('Lines')}
              checked={state.lines === 'on'}
              onChange={(event) => set({ lines: event.currentTarget.checked ? 'on' : 'off' })}
            />
            <Zoom onZoom={(factor) => handle.current?.zoom(factor, factor > 1 ? middle : undefined)} />
          </>
        }
      >
        <div className={css.picture}>
          <Chart
            handle={handle}
            label={t('World map by volume')}
            height="100%"
            option={drawn}
            prepare={async (engine) => setRegions(await knowWorld(engine))}
            marks={[
              ...shown.map(
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
                  id: `line ${index}`,
                  text: `${t('{from} to {to}: {value}', {
                    from: placeName(line.from),
                    to: placeName(line.to),
                    value: format.exactMeasured(line.value, measure),
                  })}${markedText(litLine?.(line.from, line.to), line.value, measure)}`,
                  find: { seriesIndex: 1, dataIndex: index },
                  press: (keys) =>
                    setFilter(
                      narrowedAll(
                        filter,
                        [
                          { field: 'src.country', value: line.from },
                          { field: 'dst.country', value: line.to },
                        ],
                        howOf(keys),
                      ),
                    ),
                }),
              ),
            ]}
            numbers={{
              head: [t('Place'), t('Bytes sent'), t('Bytes received'), t('Packets'), t('Flows'), t('Hosts')],
              rows: (rows ?? []).map((row) => [
                placeName(row.place),
                ...[row.sentBytes, row.receivedBytes, row.packets, row.flows, row.hosts].map(format.exact),
              ]),
            }}
            tip={(id) => {
              const line = id.startsWith('line ') ? lines[Number(id.slice(5))] : undefined;
              if (line)
                return (
                  <>
                    <strong>
                      {placeName(line.from)} → {placeName(line.to)}
                    </strong>
                    {format.exactMeasured(line.value, measure)}
                    <br />
                    {format.counted(line.flows, 'flow')}
                    <MarkedTip marked={litLine?.(line.from, line.to)} whole={line.value} measure={measure} />
                  </>
                );
              const point = points.find(({ name }) => networkMark(name) === id);
              if (point)
                return point.volume && volumes.data ? (
                  <VolumeTip
                    name={point.name}
                    volume={point.volume}
                    marked={networkMarks?.of(point.name)}
                    measure={measure}
                    whole={volumes.data.total[measure]}
                  />
                ) : (
                  <strong>{t('{id}: no traffic', { id: point.name })}</strong>
                );
              const row = rows?.find((one) => one.place === id);
              if (!row || !total) return <strong>{t('{id}: no traffic', { id: placeName(id) })}</strong>;
              return (
                <VolumeTip
                  name={placeName(id)}
                  volume={row}
                  marked={placesMarked && (placesMarked.of(row.place) ?? NO_VOLUME)}
                  measure={measure}
                  whole={total[measure]}
                />
              );
            }}
          />
        </div>
        {/* has its place from the start */}
        <div style={regions ? undefined : { visibility: 'hidden' }}>
          <Legend scale={scale} measure={measure} isMarked={lit !== undefined} />
        </div>
      </ViewFrame>
      <div className={css.side}>
        {chosen.size > 0 && hosts && both.data && (
          <SelectedPlaces places={chosen} rows={hosts} total={both.data.total} />
        )}
        {networks.length > 0 && <NetworkList asked={volumes} measure={measure} marked={networkMarks} />}
        <PlaceList asked={both} regions={regions} chosen={chosen} marked={bothMarked} />
      </div>
    </div>
  );
}

function Zoom({ onZoom }: { readonly onZoom: (factor: number) => void }) {
  const tools = [
    { label: t('Zoom in'), factor: 1.6, Icon: IconPlus },
    { label: t('Zoom out'), factor: 1 / 1.6, Icon: IconMinus },
    { label: t('Whole world'), factor: 0, Icon: IconWorld },
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
