/**
 * Filters for those who do not type: panels of files, applications, places, addresses, names, ports, sizes, durations and times of
 * day, each with the counts of what the filter leaves and a search.
 */

import { ActionIcon, TextInput } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { clauses } from '#query/filter.ts';
import type { Question } from '#query/question.ts';
import { GuessSign } from '../chart/guess.tsx';
import { ValueName } from '../chart/value-name.tsx';
import { fieldLabel, inSentence } from '../language/fields.ts';
import { t } from '../language/t.ts';
import { binFilter, sizeText } from '../pictures/histogram.tsx';
import { useAnswer } from '../state/answer.ts';
import { useGuessed } from '../state/guessed.ts';
import { useMarks } from '../state/marks.tsx';
import type { Value } from '../state/narrow.ts';
import { useOwnScope } from '../state/own-scope.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import css from './facets.module.css';

const VALUES = [
  'file',
  'tag',
  'app',
  'service',
  'country',
  'ip',
  'name',
  'host',
  'dst.port',
  'ip.proto',
  'org',
  'hour',
  'weekday',
  'day',
].filter((key) => FIELD_BY_KEY.get(key)?.groups);
const SIZES = ['bytes', 'packets', 'duration'];
const OPEN_AT_FIRST: ReadonlySet<string> = new Set(['file', 'app', 'country', 'ip']);
const FEW = 8;
const FOUND = 30;

export default function Facets({ onClose }: { readonly onClose: () => void }): ReactNode {
  return (
    <aside className={css.panel} aria-label={t('Filter by')}>
      <header className={css.head}>
        <h2>{t('Filter by')}</h2>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label={t('Close the panels')} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </header>
      <div className={css.body}>
        {VALUES.map((field) => (
          <Facet key={field} field={field}>
            <Values field={field} />
          </Facet>
        ))}
        {SIZES.map((field) => (
          <Facet key={field} field={field}>
            <Sizes field={field} />
          </Facet>
        ))}
      </div>
    </aside>
  );
}

function Facet({ field, children }: { readonly field: string; readonly children: ReactNode }): ReactNode {
  const [open, setOpen] = useState(OPEN_AT_FIRST.has(field));
  const { chosen } = useOwnScope(field);
  const id = useId();
  const Sign = open ? IconChevronDown : IconChevronRight;
  return (
    <section className={css.facet}>
      <h3>
        <button type="button" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
          <Sign size={14} aria-hidden />
          {fieldLabel(field)}
          {chosen.size > 0 && <span className={css.count}>{chosen.size}</span>}
        </button>
      </h3>
      <div id={id} hidden={!open}>
        {open && children}
      </div>
    </section>
  );
}

/** The most frequent values, or those found; what the filter asks for is ticked. */
function Values({ field }: { readonly field: string }): ReactNode {
  const { measure } = useScope();
  const { scope, chosen } = useOwnScope(field);
  const colors = useChartColors();
  const marks = useMarks();
  const [search, setSearch] = useState('');
  const text = search.trim();
  const top = useAnswer(
    text === '' ? ({ kind: 'top', scope, field, measure, limit: FEW } satisfies Question) : undefined,
  );
  const found = useAnswer(
    text === '' ? undefined : ({ kind: 'values', scope, field, text, limit: FOUND } satisfies Question),
  );
  const guessed = useGuessed(field === 'app' ? scope : undefined);
  const label = fieldLabel(field);
  const rows: readonly { readonly value: Value; readonly count: string }[] =
    text === ''
      ? (top.data?.rows ?? []).map((row) => ({
          value: row.value,
          count: measure === 'bytes' ? format.bytes(row.bytes) : format.count(row[measure]),
        }))
      : (found.data?.values ?? []).map((row) => ({ value: row.value, count: format.counted(row.flows, 'flow') }));
  // what is chosen stays in sight
  const missing = [...chosen].filter((value) => !rows.some((row) => row.value === value));
  const asked = text === '' ? top : found;
  if (asked.error) return <p className={css.note}>{t('This could not be counted.')}</p>;
  return (
    <>
      {(text !== '' || (top.data?.other?.groups ?? 0) > 0) && (
        <TextInput
          size="xs"
          placeholder={t('Search {field}', { field: inSentence(label) })}
          aria-label={t('Search {field}', { field: inSentence(label) })}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <ul className={css.values} style={asked.dimmed ? { opacity: 0.5 } : undefined}>
        {[...missing.map((value) => ({ value, count: '' })), ...rows].map(({ value, count }) => (
          <li key={String(value)}>
            <button
              type="button"
              aria-pressed={chosen.has(value)}
              // a tick adds: several may be chosen one after the other
              onClick={(event) =>
                marks.act(field, value, event.altKey ? event : { ctrlKey: chosen.size > 0, altKey: false })
              }
              onContextMenu={(event) => {
                event.preventDefault();
                marks.menu(field, value, event.clientX, event.clientY);
              }}
            >
              <span className={css.tick} aria-hidden />
              <span className={css.name}>
                <ValueName
                  field={field}
                  value={value}
                  color={field === 'app' ? colors.app(String(value ?? '')) : undefined}
                />
                {guessed.get(value)?.isMost && <GuessSign />}
              </span>
              <span className={css.number}>{count}</span>
            </button>
          </li>
        ))}
      </ul>
      {text === '' && top.data?.other && (
        <p className={css.note}>
          {t('and {groups} more: search for them', { groups: format.count(top.data.other.groups) })}
        </p>
      )}
      {text !== '' && found.data?.values.length === 0 && <p className={css.note}>{t('None is called so.')}</p>}
      {text === '' && top.data && rows.length + missing.length === 0 && (
        <p className={css.note}>{t('None in these flows.')}</p>
      )}
    </>
  );
}

/** Bins of a size; a click leaves one of them, a field at each end any range. */
function Sizes({ field }: { readonly field: string }): ReactNode {
  const { scope, filter, setFilter } = useScope();
  const own = clauses(filter).filter((clause) => clause.field === field && !clause.excludes);
  const rest = clauses(filter)
    .filter((clause) => !own.includes(clause))
    .map((clause) => clause.text)
    .join(' and ');
  const asked = useAnswer({ kind: 'distribution', scope: { ...scope, filter: rest }, field } satisfies Question);
  const bins = (asked.data?.bins ?? []).filter((bin) => bin.flows > 0);
  const most = Math.max(1, ...bins.map((bin) => bin.flows));
  const set = (words: string) => setFilter([rest, words].filter((text) => text !== '').join(' and '));
  return (
    <>
      {own.length > 0 && (
        <p className={css.note}>
          <span className="mono">{own.map((clause) => clause.text).join(' and ')}</span>{' '}
          <button type="button" className={css.link} onClick={() => set('')}>
            {t('any')}
          </button>
        </p>
      )}
      <ul className={css.values}>
        {bins.map((bin) => (
          <li key={bin.from}>
            <button type="button" onClick={() => set(binFilter(field, bin))}>
              <span className={css.name}>
                {sizeText(field, bin.from)} – {sizeText(field, bin.to)}
              </span>
              <span className={css.meter} aria-hidden>
                <i style={{ width: `${(bin.flows / most) * 100}%` }} />
              </span>
              <span className={css.number}>{format.count(bin.flows)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
