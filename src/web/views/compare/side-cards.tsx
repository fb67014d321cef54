/** The two sides: what each is, chosen here, and how much it holds. */
import { Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer, Measure } from '#query/question.ts';
import { t } from '../../language/t.ts';
import * as format from '../../style/format.ts';
import { useZone } from '../../style/zone.ts';
import css from './compare.module.css';
import { type Choice, FILE, type Sides, WITH } from './sides.ts';

export interface SideCardsProps {
  readonly sides: Sides;
  readonly then: Answer<'groups'> | undefined;
  readonly now: Answer<'groups'> | undefined;
  readonly measure: Measure;
  /** the other filter as it is written */
  readonly filter: string;
  /** the other filter can be understood */
  readonly readable: boolean;
  readonly onChoice: (change: Partial<Choice>) => void;
}

export function SideCards({ sides, then, now, measure, filter, readable, onChoice }: SideCardsProps): ReactNode {
  const { how, datasets, files, chosen } = sides;
  const bins = now?.counted?.widthMs ?? then?.counted?.widthMs;
  return (
    <section className={css.sides} aria-label={t('The two sides')}>
      <div className={css.side}>
        <h3>
          <i style={{ background: 'var(--muted)' }} aria-hidden /> {t('Then')}
        </h3>
        <Select
          size="xs"
          aria-label={t('Compare with')}
          data={WITH.map(({ value, label }) => ({ value, label }))}
          value={how}
          onChange={(next) => next && onChoice({ with: next, other: '', file: '' })}
          allowDeselect={false}
        />
        {how === 'dataset' && datasets.length > 0 && (
          <Select
            size="xs"
            aria-label={t('The other dataset')}
            data={datasets.map((one) => ({ value: one.id, label: one.name }))}
            value={sides.other ?? null}
            onChange={(next) => next && onChoice({ other: next })}
            allowDeselect={false}
          />
        )}
        {how === FILE && files.length > 0 && (
          <FileSelect
            label={t('The other file')}
            files={files}
            value={chosen[0]}
            onChange={(next) => onChoice({ other: next })}
          />
        )}
        {how === 'filter' && (
          <TextInput
            size="xs"
            aria-label={t('The other filter')}
            placeholder="app == dns"
            classNames={{ input: 'mono' }}
            error={readable ? undefined : t('can’t be understood')}
            value={filter}
            onChange={(event) => onChoice({ other: event.currentTarget.value })}
          />
        )}
        <p className="muted">{sides.was.name}</p>
        <Total answer={then} measure={measure} />
      </div>
      <div className={css.side}>
        <h3>
          <i style={{ background: 'var(--accent)' }} aria-hidden /> {t('Now')}
        </h3>
        {how === FILE && files.length > 0 && (
          <FileSelect
            label={t('This file')}
            files={files}
            value={chosen[1]}
            onChange={(next) => onChoice({ file: next })}
          />
        )}
        <p className="muted">{sides.now.name}</p>
        <Total answer={now} measure={measure} />
      </div>
      {bins !== undefined && (
        <p className={css.note}>
          {t(
            'For a time, its packets are counted, not whole flows: a flow that spans both times counts on each side with what it sent then. Edges fall between the stored bins, {width} wide.',
            { width: format.round(format.duration(bins / 1000)) },
          )}
        </p>
      )}
    </section>
  );
}

function Total({
  answer,
  measure,
}: {
  readonly answer: Answer<'groups'> | undefined;
  readonly measure: Measure;
}): ReactNode {
  const [zone] = useZone();
  if (!answer) return <p>…</p>;
  const { counted } = answer;
  return (
    <>
      <p>
        {t('{volume} in {flows}', {
          volume: format.measured(answer.total[measure], measure),
          flows: format.counted(answer.total.flows, 'flow'),
        })}
      </p>
      <p className="muted">
        {counted === undefined
          ? t('Counted: whole flows.')
          : t('Counted: packets from {from} to {to}.', {
              from: format.dateTime(counted.from, zone, counted.widthMs < 1000 ? 3 : 0),
              to: format.dateTime(counted.to, zone, counted.widthMs < 1000 ? 3 : 0),
            })}
      </p>
    </>
  );
}

function FileSelect({
  label,
  files,
  value,
  onChange,
}: {
  readonly label: string;
  readonly files: readonly string[];
  readonly value: string;
  readonly onChange: (file: string) => void;
}): ReactNode {
  return (
    <Select
      size="xs"
      aria-label={label}
      data={[...files]}
      value={value}
      onChange={(next) => next && onChange(next)}
      allowDeselect={false}
      searchable
    />
  );
}
