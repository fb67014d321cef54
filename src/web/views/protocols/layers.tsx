/** The hierarchy of headers, applications and services: as rings, and as a tree with its numbers. */

import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useCallback, useMemo, useState } from 'react';
import { clauses } from '#query/filter.ts';
import type { Measure, Question } from '#query/question.ts';
import { Chart, type PictureMark } from '../../chart/chart.tsx';
import type { Option } from '../../chart/engine.ts';
import guess from '../../chart/guess.module.css';
import { GUESS_SIGN, GuessKey, GuessSign, hatched } from '../../chart/guess.tsx';
import { fromInside, MarkedTip, markedText, markedWords, partOf } from '../../chart/marked.tsx';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { GUESS_HEAD, useGuessed } from '../../state/guessed.ts';
import { useMarkedGroups } from '../../state/marked.ts';
import { howOf, type Keys, useMarks } from '../../state/marks.tsx';
import { narrowed } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { type ChartColors, useChartColors } from '../../style/theme.ts';
import { ViewFrame } from '../../style/view-frame.tsx';
import { hierarchy, type Layer, layerFilter, shallow } from './hierarchy.ts';
import css from './protocols.module.css';

const LIMIT = 2000;
const BY = ['stack', 'app', 'service'] as const;
const HEIGHT = 460;
/** Rings are drawn as far out as this part of the traffic reaches. */
const REACHES = 0.01;
/** Parts of the radius. */
const [INNER, OUTER] = [0.08, 0.96];
const LOOK = { layers: 'tree' } as const;

const flat = (layers: readonly Layer[]): readonly Layer[] => layers.flatMap((one) => [one, ...flat(one.children)]);

export function Layers(): ReactNode {
  const { scope, measure, filter, setFilter } = useScope();
  const colors = useChartColors();
  const [state, set] = useViewState(LOOK);
  const question = {
    kind: 'groups',
    scope,
    by: BY,
    more: [],
    sort: measure,
    offset: 0,
    limit: LIMIT,
  } satisfies Question;
  const asked = useAnswer(question);
  const tree = useMemo(() => hierarchy(asked.data?.rows ?? [], (volume) => volume[measure]), [asked.data, measure]);
  const all = useMemo(() => flat(tree), [tree]);
  const sum = asked.data?.total[measure] ?? 0;
  const inner = useMemo(() => shallow(tree, ({ volume }) => volume[measure] >= sum * REACHES), [tree, measure, sum]);
  const ringed = useMemo(() => flat(inner), [inner]);
  const marking = useMarkedGroups(question);
  const marked = useMemo(
    () =>
      marking &&
      new Map(
        flat(hierarchy(marking.rows, (volume) => volume[measure])).map((one) => [one.id, one.volume[measure]] as const),
      ),
    [marking, measure],
  );
  const litOf = useCallback((layer: Layer) => marked && (marked.get(layer.id) ?? 0), [marked]);
  const { ref, width } = useElementSize<HTMLDivElement>();
  const guessed = useGuessed(scope);
  const total = asked.data?.total;
  const press = (layer: Layer, keys: Keys) => setFilter(pressed(filter, layer, keys));
  const isGuess = useCallback(
    ({ of }: Layer) => of.field === 'app' && guessed.get(of.value)?.isMost === true,
    [guessed],
  );
  const drawn = useMemo(
    () => rings(inner, measure, colors, isGuess, litOf, width),
    [inner, measure, colors, isGuess, litOf, width],
  );
  const share = (layer: Layer) => format.share(layer.volume[measure], total?.[measure] ?? 0);
  return (
    <ViewFrame
      title={t('Which layers, from the link to the service?')}
      subtitle={
        total && (
          <>
            {t('{measure} of each layer with all that it carries, {total}', {
              measure: format.measureWord(measure),
              total: format.measured(total[measure], measure),
            })}
            {state.layers === 'rings' &&
              ringed.length < all.length &&
              `; ${t('what lies deeper, in less than {percent} %, is in the tree', { percent: REACHES * 100 })}`}{' '}
            {guessed.size > 0 && <GuessKey />}
          </>
        )
      }
      answers={[asked]}
      empty={tree.length === 0}
      data={() => ({
        head: ['layers', 'flows', 'packets', 'bytes', GUESS_HEAD],
        rows: all.map((one) => [
          one.id.replaceAll('\t', ' › '),
          one.volume.flows,
          one.volume.packets,
          one.volume.bytes,
          isGuess(one),
        ]),
      })}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('How to draw the layers')}
          data={[
            { value: 'tree', label: t('Tree') },
            { value: 'rings', label: t('Rings') },
          ]}
          value={state.layers}
          onChange={(layers) => set({ layers })}
        />
      }
    >
      {state.layers === 'rings' ? (
        <div ref={ref}>
          <Chart
            label={t('Layers as rings, the link in the middle')}
            height={HEIGHT}
            option={drawn}
            marks={ringed.slice(0, 300).map(
              (layer, index): PictureMark => ({
                id: layer.id,
                text: `${layer.id.replaceAll('\t', ', ')}: ${format.exactMeasured(layer.volume[measure], measure)}, ${share(layer)}${markedText(litOf(layer), layer.volume[measure], measure)}`,
                find: { seriesIndex: 0, dataIndex: index + 1 },
                press: (keys) => press(layer, keys),
              }),
            )}
            numbers={{
              head: [t('Layers'), t('Flows'), t('Packets'), t('Bytes')],
              rows: all.map((one) => [
                one.id.replaceAll('\t', ' › '),
                format.exact(one.volume.flows),
                format.exact(one.volume.packets),
                format.exact(one.volume.bytes),
              ]),
            }}
            tip={(id) => {
              const layer = all.find((one) => one.id === id);
              return (
                layer && (
                  <>
                    <strong>{layer.id.replaceAll('\t', ' › ')}</strong>
                    {format.exactMeasured(layer.volume[measure], measure)}, {share(layer)}
                    <MarkedTip marked={litOf(layer)} whole={layer.volume[measure]} measure={measure} />
                    {isGuess(layer) && (
                      <>
                        <br />
                        {t('most of it is guessed by port')}
                      </>
                    )}
                  </>
                )
              );
            }}
          />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
        <section className={css.tree} tabIndex={0} aria-label={t('Layers')}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t('Layer')}</th>
                <th scope="col" aria-label={t('Share as a bar')} />
                <th scope="col">{t('Share')}</th>
                <th scope="col">{format.VOLUME.name}</th>
                <th scope="col">{t('Packets')}</th>
                <th scope="col">{t('Flows')}</th>
              </tr>
            </thead>
            <tbody>
              {tree.map((layer) => (
                <Branch
                  key={layer.id}
                  layer={layer}
                  measure={measure}
                  whole={total?.[measure] ?? 0}
                  isGuess={isGuess}
                  litOf={litOf}
                  press={press}
                />
              ))}
            </tbody>
          </table>
        </section>
      )}
    </ViewFrame>
  );
}

function Branch({
  layer,
  measure,
  whole,
  isGuess,
  litOf,
  press,
}: {
  readonly layer: Layer;
  readonly measure: Measure;
  readonly whole: number;
  readonly isGuess: (layer: Layer) => boolean;
  /** what of it is highlighted; undefined: nothing is, anywhere */
  readonly litOf: (layer: Layer) => number | undefined;
  readonly press: (layer: Layer, keys: Keys) => void;
}): ReactNode {
  const colors = useChartColors();
  const marks = useMarks();
  const [open, setOpen] = useState(layer.depth < 3);
  const isApp = layer.of.field === 'app';
  const lit = litOf(layer);
  return (
    <>
      <tr>
        <th scope="row">
          <span className={css.branch} style={{ paddingLeft: layer.depth * 18 }}>
            {layer.children.length > 0 ? (
              <button
                type="button"
                className={css.twist}
                aria-expanded={open}
                aria-label={`${open ? t('Close') : t('Open')} ${layer.name}`}
                onClick={() => setOpen(!open)}
              >
                {open ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
              </button>
            ) : (
              <span className={css.twist} />
            )}
            <button
              type="button"
              className={css.layer}
              onClick={(event) => press(layer, event)}
              onContextMenu={(event) => {
                event.preventDefault();
                marks.choose(
                  layer.id.replaceAll('\t', ' › '),
                  (keys) => press(layer, keys),
                  event.clientX,
                  event.clientY,
                );
              }}
            >
              {isApp && <i style={{ background: colors.app(layer.name) }} aria-hidden />}
              {layer.name}
              {isGuess(layer) && <GuessSign />}
            </button>
          </span>
        </th>
        <td>
          <span
            className={css.meter}
            aria-hidden
            title={
              lit === undefined
                ? undefined
                : t('highlighted of it: {words}', { words: markedWords(lit, layer.volume[measure], measure) })
            }
          >
            <i
              className={isGuess(layer) ? guess.over : undefined}
              data-pale={lit !== undefined || undefined}
              style={{
                width: `${(layer.volume[measure] / Math.max(1, whole)) * 100}%`,
                backgroundColor: isApp ? colors.app(layer.name) : 'var(--accent)',
              }}
            />
            {lit !== undefined && lit > 0 && (
              <i
                style={{
                  width: `${(lit / Math.max(1, whole)) * 100}%`,
                  backgroundColor: isApp ? colors.app(layer.name) : 'var(--accent)',
                }}
              />
            )}
          </span>
        </td>
        <td>{format.share(layer.volume[measure], whole)}</td>
        <td title={format.exactBytes(layer.volume.bytes)}>{format.bytes(layer.volume.bytes)}</td>
        <td>{format.exact(layer.volume.packets)}</td>
        <td>{format.exact(layer.volume.flows)}</td>
      </tr>
      {open &&
        layer.children.map((one) => (
          <Branch
            key={one.id}
            layer={one}
            measure={measure}
            whole={whole}
            isGuess={isGuess}
            litOf={litOf}
            press={press}
          />
        ))}
    </>
  );
}

function pressed(filter: string, layer: Layer, keys: Keys): string {
  const how = howOf(keys);
  if (layer.of.field !== 'stack') return narrowed(filter, layer.of.field, layer.of.value, how);
  const words = layerFilter(layer);
  const kept = clauses(filter).filter((clause) => how === 'exclude' || clause.field !== 'stack' || clause.excludes);
  return [...kept.map((clause) => clause.text), how === 'exclude' ? `not (${words})` : words].join(' and ');
}

function rings(
  tree: readonly Layer[],
  measure: Measure,
  colors: ChartColors,
  isGuess: (layer: Layer) => boolean,
  litOf: (layer: Layer) => number | undefined,
  width: number,
): Option {
  const size = Math.min(width, HEIGHT) / 2;
  const depth = Math.max(0, ...flat(tree).map((layer) => layer.depth)) + 1;
  // as ECharts divides the radius
  const edge = (ring: number) => size * (INNER + ((OUTER - INNER) * ring) / depth);
  const fillOf = (layer: Layer, color: string) => {
    const lit = litOf(layer);
    if (lit === undefined) return isGuess(layer) ? hatched(color, colors.surface) : color;
    return fromInside(color, colors.surface, partOf(lit, layer.volume[measure]), {
      x: width / 2,
      y: HEIGHT / 2,
      inner: edge(layer.depth),
      outer: edge(layer.depth + 1),
    });
  };
  const node = (layer: Layer): object => {
    const color =
      layer.of.field === 'app'
        ? colors.app(layer.name)
        : layer.of.field === 'service'
          ? colors.value(layer.name)
          : layer.depth % 2 === 0
            ? colors.ramp[1]!
            : colors.ramp[2]!;
    return {
      name: isGuess(layer) ? `${layer.name} ${GUESS_SIGN}` : layer.name,
      value: layer.volume[measure],
      mark: layer.id,
      itemStyle: { color: fillOf(layer, color) },
      children: layer.children.map(node),
    };
  };
  return {
    series: [
      {
        id: 'rings',
        type: 'sunburst',
        radius: [`${INNER * 100}%`, `${OUTER * 100}%`],
        nodeClick: false,
        sort: undefined,
        itemStyle: { borderColor: colors.surface, borderWidth: 1 },
        label: {
          fontFamily: "'Inter Variable', sans-serif",
          fontSize: 11,
          minAngle: 9,
          color: colors.text,
          textBorderColor: colors.surface,
          textBorderWidth: 2,
          rotate: 'tangential',
          overflow: 'truncate',
          width: 70,
        },
        emphasis: { focus: 'ancestor' },
        data: tree.map(node),
        cursor: 'pointer',
      },
    ],
  };
}
