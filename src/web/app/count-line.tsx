/** What the filter is made of, and how much of the dataset it leaves. */

import { ActionIcon, NativeSelect, SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAdjustments, IconHighlight, IconX } from '@tabler/icons-react';
import type { Measure } from '#query/question.ts';
import { Chips } from '../filter/chips.tsx';
import { UnknownNote } from '../filter/unknown-note.tsx';
import { rich } from '../language/rich.tsx';
import { t } from '../language/t.ts';
import { useAnswer, useMarked, useTotals } from '../state/answer.ts';
import { both } from '../state/narrow.ts';
import { useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import css from './count-line.module.css';

const MEASURES: readonly { readonly value: Measure; readonly label: string }[] = [
  { value: 'bytes', label: format.VOLUME.name },
  { value: 'packets', label: t('Packets') },
  { value: 'flows', label: t('Flows') },
];

export function CountLine({ facets, onFacets }: { readonly facets: boolean; readonly onFacets: () => void }) {
  const { measure, setMeasure } = useScope();
  // on narrow screens the bar above shows the parts
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  return (
    <section className={css.line} aria-label={t('What is shown')}>
      <ActionIcon
        variant={facets ? 'light' : 'subtle'}
        color={facets ? 'accent' : 'gray'}
        size={24}
        aria-label={t('Filter by panels')}
        aria-pressed={facets}
        title={t('Filter by panels: files, applications, countries, addresses, sizes, times')}
        onClick={onFacets}
      >
        <IconAdjustments size={16} stroke={1.7} />
      </ActionIcon>
      {!small && <Chips />}
      <Highlighted />
      <UnknownNote />
      <Counts />
      {small ? (
        <NativeSelect
          size="xs"
          aria-label={t('Measure of all pictures')}
          data={MEASURES.map((one) => ({ ...one }))}
          value={measure}
          onChange={(event) => setMeasure(event.currentTarget.value as Measure)}
          classNames={{ root: css.choice, input: css.choiceInput }}
        />
      ) : (
        <SegmentedControl
          size="xs"
          aria-label={t('Measure of all pictures')}
          data={MEASURES.map((one) => ({ ...one }))}
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          classNames={{ root: css.measure, label: css.measureLabel }}
        />
      )}
    </section>
  );
}

/** What is marked, how much it is, and the way out. */
function Highlighted() {
  const { scope, highlight, setHighlight, setFilter, filter } = useScope();
  const marked = useMarked(scope);
  const { data } = useAnswer(marked === undefined ? undefined : { kind: 'totals', scope: marked });
  if (highlight === '') return null;
  const { flows, bytes } = data?.scope ?? {};
  return (
    <p className={css.highlighted} aria-live="polite">
      <IconHighlight size={14} stroke={1.8} aria-hidden />
      <button
        type="button"
        className={css.mark}
        title={t('Click to filter by it')}
        onClick={() => setFilter(both(filter, highlight))}
      >
        {highlight}
      </button>
      {marked === undefined ? (
        <span>{t('can’t be understood')}</span>
      ) : (
        flows !== undefined &&
        bytes !== undefined && (
          <span>{t('{flows}, {bytes}', { flows: format.counted(flows, 'flow'), bytes: format.bytes(bytes) })}</span>
        )
      )}
      <ActionIcon
        variant="subtle"
        color="gray"
        size={18}
        aria-label={t('Highlight nothing')}
        onClick={() => setHighlight('')}
      >
        <IconX size={12} stroke={2} />
      </ActionIcon>
    </p>
  );
}

function Counts() {
  const { scope, filter, span } = useScope();
  const { data, dimmed } = useTotals(scope);
  if (!data) return <p className={css.counts} />;
  const { scope: part, all, first, last } = data;
  const narrowed = filter !== '' || span !== undefined;
  const seconds = span
    ? (span.to - span.from) / 1000
    : first !== undefined && last !== undefined
      ? (last - first) / 1000
      : 0;
  const time = seconds >= 60 ? format.clock(seconds) : format.duration(seconds);
  return (
    <p className={css.counts} style={dimmed ? { opacity: 0.5 } : undefined} aria-live="polite">
      <span
        title={t('{flows} of {allFlows} flows, {packets} of {allPackets} packets', {
          flows: format.exact(part.flows),
          allFlows: format.exact(all.flows),
          packets: format.exact(part.packets),
          allPackets: format.exact(all.packets),
        })}
      >
        {narrowed ? (
          rich('{n} of {flows}', {
            n: <b>{format.count(part.flows)}</b>,
            flows: format.counted(all.flows, 'flow'),
          })
        ) : (
          <b>{format.counted(part.flows, 'flow')}</b>
        )}
      </span>
      <span title={t('{part} of {all}', { part: format.exactBytes(part.bytes), all: format.exactBytes(all.bytes) })}>
        {narrowed ? (
          rich('{part} of {all}', { part: <b>{format.bytes(part.bytes)}</b>, all: format.bytes(all.bytes) })
        ) : (
          <b>{format.bytes(part.bytes)}</b>
        )}
      </span>
      {span ? (
        <span
          title={t(
            'Flows active in the chosen time, each with all its bytes and packets; the time strip counts what falls into each bin',
          )}
        >
          {t('active in {time}', { time })}
        </span>
      ) : (
        <span data-whole={narrowed || undefined} title={t('from the first to the last packet')}>
          {time}
        </span>
      )}
    </p>
  );
}
