// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** Flows grouped by one field within another, each group with its sums; groups open to what they are made of. */

import { Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type KeyboardEvent, type MouseEvent, type ReactNode, useMemo, useState } from 'react';
import type { Measure, Question, Volume } from '#query/question.ts';
import { markedWords } from '../chart/marked.tsx';
import { SentReceivedMeter } from '../chart/meter.tsx';
import { ValueName, valueText } from '../chart/value-name.tsx';
import { fieldLabel } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { useAnswer, useTotals } from '../state/answer.ts';
import { NO_VOLUME, useMarkedGroups } from '../state/marked.ts';
import { howOf, type Keys, useMarks } from '../state/marks.tsx';
import { both, narrowed, narrowedAll, type Value } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import { oneOf, useViewState } from '../state/view-state.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { FailureNote, FaultNote } from '../style/view-frame.tsx';

import css from './pictures.module.css';

const FEW = 25;
const MANY = 500;

/** What groups are ordered by; '' is the measure of the page. */
const SORTS = ['', 'bytes', 'sentBytes', 'receivedBytes', 'packets', 'flows'] as const;
type Sort = (typeof SORTS)[number];
const TREE = { sorted: '', upwards: '' } as const;

interface Part {
  readonly field: string;
  readonly value: Value;
}

interface Look {
  readonly by: readonly string[];
  readonly whole: Volume;
  readonly sort: Exclude<Sort, ''>;
  readonly ascending: boolean;
  /** shows the flows of a group; undefined: it can't be asked */
  readonly onFlows: ((filter: string) => void) | undefined;
}

/** Groups of one field within those of another; each is a filter of all that leads to it. */
export function GroupTree({
  by,
  label,
  within = '',
  onFlows,
}: {
  readonly by: readonly string[];
  readonly label: string;
  /** a part of the filter that this table alone adds */
  readonly within?: string;
  readonly onFlows?: (filter: string) => void;
}): ReactNode {
  const { scope, measure } = useScope();
  const filter = both(scope.filter, within);
  const total = useTotals({ ...scope, filter }).data?.scope;
  const [state, set] = useViewState(TREE);
  const sort = oneOf(SORTS, state.sorted) || measure;
  const ascending = state.upwards === 'yes';
  const head = (key: Exclude<Sort, ''>, text: string): ReactNode => {
    const isSorted = key === sort;
    const Sign = ascending ? IconArrowUp : IconArrowDown;
    return (
      <th scope="col" aria-sort={isSorted ? (ascending ? 'ascending' : 'descending') : undefined}>
        <button
          type="button"
          className={css.sort}
          onClick={() => set(isSorted ? { upwards: ascending ? '' : 'yes' } : { sorted: key, upwards: '' })}
        >
          {text}
          {isSorted && <Sign size={12} stroke={2} aria-hidden />}
        </button>
      </th>
    );
  };
  return (
    <section className={css.scroll} tabIndex={0} aria-label={label} style={{ height: '100%' }}>
      <table className={css.tree}>
        <thead>
          <tr>
            <th scope="col">{by.map(fieldLabel).join(' › ')}</th>
            <th scope="col" aria-label={t('Sent and received')}>
              {t('Sent | received')}
            </th>
            {head('bytes', t('Bytes'))}
            <th scope="col">{t('Share')}</th>
            {head('sentBytes', t('Bytes sent'))}
            {head('receivedBytes', t('Bytes received'))}
            {head('packets', t('Packets'))}
            {head('flows', t('Flows'))}
          </tr>
        </thead>
        <tbody>
          {total && (
            <Level
              key={by.join()}
              look={{ by, whole: total, sort, ascending, onFlows }}
              path={NO_PARTS}
              filter={filter}
            />
          )}
        </tbody>
        {total && (
          <tfoot>
            <tr>
              <th scope="row">{t('All together')}</th>
              <td />
              <td title={format.exactBytes(total.bytes)}>{format.bytes(total.bytes)}</td>
              <td />
              <td title={format.exactBytes(total.sentBytes)}>{format.bytes(total.sentBytes)}</td>
              <td title={format.exactBytes(total.receivedBytes)}>{format.bytes(total.receivedBytes)}</td>
              <td>{format.exact(total.packets)}</td>
              <td>{format.exact(total.flows)}</td>
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

const NO_PARTS: readonly Part[] = [];

/** The groups of one field within what `filter` leaves. */
function Level({
  look,
  path,
  filter,
}: {
  readonly look: Look;
  /** the groups around it */
  readonly path: readonly Part[];
  readonly filter: string;
}): ReactNode {
  const { scope, measure } = useScope();
  const [long, setLong] = useState(false);
  const depth = path.length;
  const field = look.by[depth]!;
  const own = useMemo(() => ({ ...scope, filter }), [scope, filter]);
  const question = {
    kind: 'groups',
    scope: own,
    by: [field],
    more: [],
    sort: look.sort,
    ascending: look.ascending,
    offset: 0,
    limit: long ? MANY : FEW,
  } satisfies Question;
  const asked = useAnswer(question);
  const marked = useMarkedGroups(question);
  const cells = (content: ReactNode) => (
    <tr>
      <td colSpan={8} style={{ textAlign: 'left', paddingLeft: 12 + depth * 20 }}>
        {content}
      </td>
    </tr>
  );
  if (asked.error) return cells(<FailureNote error={asked.error} retry={asked.retry} />);
  if (asked.fault) return cells(<FaultNote fault={asked.fault} />);
  if (!asked.data) return cells(<span className={css.note}>{t('Loading …')}</span>);
  const { rows, groups } = asked.data;
  const longest = Math.max(1, ...rows.map((row) => row[measure]));
  return (
    <>
      {rows.map((row) => (
        <Group
          key={String(row.values[0])}
          look={look}
          path={[...path, { field, value: row.values[0] }]}
          filter={filter}
          volume={row}
          marked={marked && (marked.of(row.values[0]) ?? NO_VOLUME)}
          longest={longest}
          dimmed={asked.dimmed}
        />
      ))}
      {groups > rows.length &&
        cells(
          <>
            <span className={css.note}>
              {t('{groups} more groups.', { groups: format.count(groups - rows.length) })}{' '}
            </span>
            {!long && (
              <Button size="compact-xs" variant="subtle" onClick={() => setLong(true)}>
                {t('Show more')}
              </Button>
            )}
          </>,
        )}
      {rows.length === 0 && cells(<span className={css.note}>{t('Nothing here.')}</span>)}
    </>
  );
}

/** What a touch of the group does: of all groups that lead to it at once. */
function usePathProps(path: readonly Part[]) {
  const { filter, setFilter } = useScope();
  const marks = useMarks();
  const last = path.at(-1)!;
  if (path.length === 1) return marks.props(last.field, last.value);
  const press = (keys: Keys) => setFilter(narrowedAll(filter, path, howOf(keys)));
  const label = path.map((part) => valueText(part.field, part.value)).join(' › ');
  return {
    ...marks.props(last.field, last.value),
    onClick: (event: MouseEvent) => press(event),
    onContextMenu: (event: MouseEvent) => {
      event.preventDefault();
      marks.choose(label, press, event.clientX, event.clientY);
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ContextMenu' && !(event.shiftKey && event.key === 'F10')) return;
      event.preventDefault();
      const box = event.currentTarget.getBoundingClientRect();
      marks.choose(label, press, box.left + 8, box.bottom);
    },
  };
}

function Group({
  look,
  path,
  filter,
  volume,
  marked,
  longest,
  dimmed,
}: {
  readonly look: Look;
  readonly path: readonly Part[];
  readonly filter: string;
  readonly volume: Volume;
  /** what of it is highlighted; undefined: nothing is, anywhere */
  readonly marked: Volume | undefined;
  readonly longest: number;
  readonly dimmed: boolean;
}): ReactNode {
  const { measure } = useScope();
  const props = usePathProps(path);
  const colors = useChartColors();
  const [open, setOpen] = useState(false);
  const { field, value } = path.at(-1)!;
  const opens = path.length < look.by.length;
  const own = narrowed(filter, field, value, 'only');
  return (
    <>
      <tr data-faded={dimmed || undefined}>
        <th scope="row">
          <span className={css.branch} style={{ paddingLeft: (path.length - 1) * 20 }}>
            {opens ? (
              <button
                type="button"
                className={css.twist}
                aria-expanded={open}
                aria-label={
                  open
                    ? t('Close {value}', { value: valueText(field, value) })
                    : t('Open {value}', { value: valueText(field, value) })
                }
                onClick={() => setOpen(!open)}
              >
                {open ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
              </button>
            ) : (
              <span style={{ width: 22 }} />
            )}
            <button type="button" className={css.value} {...props}>
              <ValueName
                field={field}
                value={value}
                color={field === 'app' ? colors.app(String(value ?? '')) : undefined}
              />
            </button>
          </span>
        </th>
        <VolumeCells
          volume={volume}
          marked={marked}
          measure={measure}
          longest={longest}
          look={look}
          onFlows={() => look.onFlows?.(own)}
        />
      </tr>
      {open && opens && <Level look={look} path={path} filter={own} />}
    </>
  );
}

function VolumeCells({
  volume,
  marked,
  measure,
  longest,
  look,
  onFlows,
}: {
  readonly volume: Volume;
  readonly marked: Volume | undefined;
  readonly measure: Measure;
  readonly longest: number;
  readonly look: Look;
  readonly onFlows: () => void;
}): ReactNode {
  const width = (volume[measure] / longest) * 100;
  return (
    <>
      <td>
        <span
          className={css.meter}
          aria-hidden
          title={[
            t('{sent} sent, {received} received', {
              sent: format.bytes(volume.sentBytes),
              received: format.bytes(volume.receivedBytes),
            }),
            ...(marked
              ? [t('highlighted of it: {words}', { words: markedWords(marked[measure], volume[measure], measure) })]
              : []),
          ].join('; ')}
        >
          <SentReceivedMeter volume={volume} marked={marked} width={width} />
        </span>
      </td>
      <td title={format.exactBytes(volume.bytes)}>{format.bytes(volume.bytes)}</td>
      <td>{format.share(volume[measure], look.whole[measure])}</td>
      <td title={format.exactBytes(volume.sentBytes)}>{format.bytes(volume.sentBytes)}</td>
      <td title={format.exactBytes(volume.receivedBytes)}>{format.bytes(volume.receivedBytes)}</td>
      <td>{format.exact(volume.packets)}</td>
      <td>
        {look.onFlows === undefined ? (
          format.exact(volume.flows)
        ) : (
          <button type="button" className={css.sort} title={t('Show these flows')} onClick={onFlows}>
            {format.exact(volume.flows)}
          </button>
        )}
      </td>
    </>
  );
}
