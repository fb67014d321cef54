// biome-ignore-all lint/a11y/noNoninteractiveTabindex: a scrolled region must be reached by the keyboard
/** Flows grouped by one field within another, each group with its sums; groups open to what they are made of. */

import { Button } from '@mantine/core';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import type { Question, Volume } from '#query/question.ts';
import { ValueName, valueText } from '../chart/value-name.tsx';
import { fieldLabel } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { useAnswer, useTotals } from '../state/answer.ts';
import { useMarks } from '../state/marks.tsx';
import { narrowed, type Value } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { FailureNote, FaultNote } from '../style/view-frame.tsx';

import css from './pictures.module.css';

const FEW = 25;
const MANY = 500;

export function GroupTree({ by, label }: { readonly by: readonly string[]; readonly label: string }): ReactNode {
  const { scope } = useScope();
  const total = useTotals(scope).data?.scope;
  return (
    <section className={css.scroll} tabIndex={0} aria-label={label} style={{ height: '100%' }}>
      <table className={css.tree}>
        <thead>
          <tr>
            <th scope="col">{by.map(fieldLabel).join(' › ')}</th>
            <th scope="col" aria-label={t('Sent and received')}>
              {t('Sent | received')}
            </th>
            <th scope="col">{t('Bytes')}</th>
            <th scope="col">{t('Share')}</th>
            <th scope="col">{t('Bytes sent')}</th>
            <th scope="col">{t('Bytes received')}</th>
            <th scope="col">{t('Packets')}</th>
            <th scope="col">{t('Flows')}</th>
          </tr>
        </thead>
        <tbody>{total && <Level by={by} depth={0} filter={scope.filter} whole={total} />}</tbody>
      </table>
    </section>
  );
}

/** The groups of one field within what `filter` leaves. */
function Level({
  by,
  depth,
  filter,
  whole,
}: {
  readonly by: readonly string[];
  readonly depth: number;
  readonly filter: string;
  readonly whole: Volume;
}): ReactNode {
  const { scope, measure } = useScope();
  const [long, setLong] = useState(false);
  const field = by[depth]!;
  const asked = useAnswer({
    kind: 'groups',
    scope: { ...scope, filter },
    by: [field],
    more: [],
    sort: measure,
    offset: 0,
    limit: long ? MANY : FEW,
  } satisfies Question);
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
          by={by}
          depth={depth}
          filter={filter}
          whole={whole}
          value={row.values[0]}
          volume={row}
          longest={longest}
          dimmed={asked.dimmed}
        />
      ))}
      {groups > rows.length &&
        cells(
          <>
            <span className={css.note}>{t('{n} more with less.', { n: format.count(groups - rows.length) })} </span>
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

function Group({
  by,
  depth,
  filter,
  whole,
  value,
  volume,
  longest,
  dimmed,
}: {
  readonly by: readonly string[];
  readonly depth: number;
  readonly filter: string;
  readonly whole: Volume;
  readonly value: Value;
  readonly volume: Volume;
  readonly longest: number;
  readonly dimmed: boolean;
}): ReactNode {
  const { measure } = useScope();
  const marks = useMarks();
  const colors = useChartColors();
  const [open, setOpen] = useState(false);
  const field = by[depth]!;
  const opens = depth < by.length - 1;
  const width = (volume[measure] / longest) * 100;
  const both = Math.max(1, volume.sentBytes + volume.receivedBytes);
  return (
    <>
      <tr data-faded={dimmed || undefined}>
        <th scope="row">
          <span className={css.branch} style={{ paddingLeft: depth * 20 }}>
            {opens ? (
              <button
                type="button"
                className={css.twist}
                aria-expanded={open}
                aria-label={`${open ? t('Close') : t('Open')} ${valueText(field, value)}`}
                onClick={() => setOpen(!open)}
              >
                {open ? <IconChevronDown size={15} /> : <IconChevronRight size={15} />}
              </button>
            ) : (
              <span style={{ width: 22 }} />
            )}
            <button type="button" className={css.value} {...marks.props(field, value)}>
              <ValueName
                field={field}
                value={value}
                color={field === 'app' ? colors.app(String(value ?? '')) : undefined}
              />
            </button>
          </span>
        </th>
        <td>
          <span
            className={css.meter}
            aria-hidden
            title={t('{sentBytes} sent, {receivedBytes} received', {
              sentBytes: format.bytes(volume.sentBytes),
              receivedBytes: format.bytes(volume.receivedBytes),
            })}
          >
            <i style={{ width: `${(width * volume.sentBytes) / both}%`, background: 'var(--sent)' }} />
            <i style={{ width: `${(width * volume.receivedBytes) / both}%`, background: 'var(--received)' }} />
          </span>
        </td>
        <td title={format.exactBytes(volume.bytes)}>{format.bytes(volume.bytes)}</td>
        <td>{format.share(volume[measure], whole[measure])}</td>
        <td title={format.exactBytes(volume.sentBytes)}>{format.bytes(volume.sentBytes)}</td>
        <td title={format.exactBytes(volume.receivedBytes)}>{format.bytes(volume.receivedBytes)}</td>
        <td>{format.exact(volume.packets)}</td>
        <td>{format.exact(volume.flows)}</td>
      </tr>
      {open && opens && (
        <Level by={by} depth={depth + 1} filter={narrowed(filter, field, value, 'only')} whole={whole} />
      )}
    </>
  );
}
