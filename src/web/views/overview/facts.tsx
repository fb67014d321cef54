/** The numbers of the scope in one row. */

import type { ReactNode } from 'react';
import { useRef } from 'react';
import type { Question } from '#query/question.ts';
import { ExportMenu } from '../../export/export-menu.tsx';
import { inSentence } from '../../language/fields.ts';
import { t } from '../../language/t.ts';
import { PASSED_BINS, passedWithin } from '../../pictures/throughput.ts';
import { useAnswer, useTotals } from '../../state/answer.ts';
import { useScope } from '../../state/scope.ts';
import * as format from '../../style/format.ts';
import { isCountry } from '../../style/places.ts';
import { FailureNote, FaultNote } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import css from './overview.module.css';

const PACES = [
  { seconds: 1, text: (rate: string) => t('{rate} a second', { rate }) },
  { seconds: 60, text: (rate: string) => t('{rate} a minute', { rate }) },
  { seconds: 3600, text: (rate: string) => t('{rate} an hour', { rate }) },
  { seconds: 86_400, text: (rate: string) => t('{rate} a day', { rate }) },
] as const;
/** Less often than that, a longer time says it better. */
const SELDOM = 0.1;

/** From times a second: 3.63 a second, 2.30 a minute, 0.0253 a day */
export function paced(perSecond: number, what: (size: string) => string = (size) => size): string {
  const isTold = ({ seconds }: (typeof PACES)[number]) => perSecond === 0 || perSecond * seconds >= SELDOM;
  const { seconds, text } = PACES.find(isTold) ?? PACES.at(-1)!;
  return text(what(format.three(perSecond * seconds)));
}

const FIELDS = ['ip', 'org', 'app', 'service', 'host'];

export function Facts(): ReactNode {
  const { scope, span, setView } = useScope();
  const [zone] = useZone();
  const frame = useRef<HTMLElement>(null);
  const totals = useTotals(scope);
  const distinct = useAnswer({ kind: 'distinct', scope, fields: FIELDS } satisfies Question);
  const known = useAnswer({ kind: 'top', scope, field: 'app.by', measure: 'flows', limit: 3 } satisfies Question);
  const places = useAnswer({ kind: 'places', scope } satisfies Question);
  // the counters of a flow are its whole life's: what passed in a narrowed time is in the bins
  const passing = useAnswer(
    span === undefined
      ? undefined
      : ({ kind: 'timeline', scope, by: 'app', limit: 1, bins: PASSED_BINS } satisfies Question),
  );
  const failed = [totals, distinct, known, places, passing].find((one) => one.error ?? one.fault);
  if (failed?.error) return <FailureNote error={failed.error} retry={failed.retry} />;
  if (failed?.fault) return <FaultNote fault={failed.fault} />;
  const all = totals.data;
  const part = all?.scope;
  const counts = distinct.data?.counts;
  const from = span?.from ?? all?.first;
  const to = span?.to ?? all?.last;
  const seconds = from === undefined || to === undefined ? 0 : (to - from) / 1000;
  const passed = span && passing.data && passedWithin(passing.data, span.from, span.to);
  const mean = span ? passed : part && { ...part, begun: part.flows, exact: true };
  const about = (value: string) => (mean?.exact === false ? t('about {value}', { value }) : value);
  const rate = mean && seconds > 0 ? { bytes: mean.bytes / seconds, packets: mean.packets / seconds } : undefined;
  const countries = places.data?.rows.filter((row) => isCountry(row.place)).length;
  const apart = places.data?.rows.filter((row) => row.place !== undefined && !isCountry(row.place)).length;
  const proved = known.data?.rows.find((row) => row.value === 'inspected');
  const guessed = known.data?.rows.find((row) => row.value === 'port');
  const flows = known.data?.total.flows ?? 0;
  const bytes = known.data?.total.bytes ?? 0;
  const n = (value: number | undefined) => (value === undefined ? '…' : format.count(value));
  const facts: readonly {
    readonly name: string;
    readonly value: string;
    readonly note: string;
    readonly go?: () => void;
  }[] = [
    {
      name: t('Time'),
      // days and hours may stand below each other
      value: seconds >= 60 ? format.clock(seconds).replace('d\u00a0', 'd ') : format.duration(seconds),
      note:
        from === undefined
          ? ''
          : t('from {from} {zone}', { from: format.dateTime(from, zone, 0), zone: format.zoneName(zone, from) }),
      go: () => setView('time'),
    },
    {
      name: span ? t('Volume in this time') : t('Volume'),
      value: mean ? about(format.bytes(mean.bytes)) : '…',
      note: mean
        ? span && part
          ? t('{packets}; the flows active in it carried {bytes} in all', {
              packets: format.counted(mean.packets, 'packet'),
              bytes: format.bytes(part.bytes),
            })
          : format.counted(mean.packets, 'packet')
        : '',
      go: () => setView('time'),
    },
    {
      name: t('Mean rate'),
      value: rate ? about(format.bitRate(rate.bytes)) : '–',
      note: rate ? paced(rate.packets, (size) => `${size} ${t('packets')}`) : '',
    },
    {
      name: span ? t('Active flows') : t('Flows'),
      value: n(part?.flows),
      note:
        mean && seconds > 0
          ? span
            ? t('{n} began in it, {rate}', { n: format.count(mean.begun), rate: paced(mean.begun / seconds) })
            : paced(mean.begun / seconds)
          : '',
      go: () => setView('flows'),
    },
    { name: t('Hosts'), value: n(counts?.ip), note: t('addresses at either end'), go: () => setView('hosts') },
    {
      name: t('Countries'),
      value: n(countries),
      note: [
        ...(apart ? [t('and {places}', { places: format.counted(apart, 'other place') })] : []),
        counts ? format.counted(counts.org ?? 0, 'operator') : '…',
      ].join('; '),
      go: () => setView('map'),
    },
    {
      name: t('Applications'),
      value: n(counts?.app),
      note: counts
        ? `${format.counted(counts.service ?? 0, 'service')}, ${format.counted(counts.host ?? 0, 'name')}`
        : '…',
      go: () => setView('protocols'),
    },
    {
      name: t('Identified'),
      value: known.data === undefined ? '…' : format.share(proved?.flows ?? 0, flows) || '–',
      note:
        flows === 0
          ? ''
          : [
              t('of flows, {bytes} of bytes', { bytes: format.share(proved?.bytes ?? 0, bytes) || '0 %' }),
              ...(guessed && guessed.flows > 0
                ? [t('another {flows} of flows guessed by port', { flows: format.share(guessed.flows, flows) })]
                : []),
            ].join('; '),
    },
  ];
  return (
    <section
      ref={frame}
      className={css.facts}
      aria-label={t('In numbers')}
      aria-busy={[totals, distinct, known, places, passing].some((one) => one.loading)}
      style={totals.dimmed ? { opacity: 0.5 } : undefined}
    >
      {facts.map(({ name, value, note, go }) => (
        <div key={name} className={css.fact}>
          <span className={css.name}>{name}</span>
          {go ? (
            <button
              type="button"
              className={css.number}
              onClick={go}
              title={t('Look at {what}', { what: inSentence(name) })}
            >
              {value}
            </button>
          ) : (
            <b className={css.number}>{value}</b>
          )}
          <span className={css.note} title={note}>
            {note}
          </span>
        </div>
      ))}
      <span className={css.out} data-actions>
        <ExportMenu
          title={t('In numbers')}
          frame={frame}
          data={() => ({ head: ['what', 'value', 'note'], rows: facts.map((one) => [one.name, one.value, one.note]) })}
        />
      </span>
    </section>
  );
}
