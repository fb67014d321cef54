/** Who, what and how long: the largest of every kind, and how long flows last. Every row asks further. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { type BarMeasure, SentReceived } from '../../chart/bars.tsx';
import { useScope } from '../../state/scope.ts';
import { Durations } from './durations.tsx';
import css from './statistics.module.css';
import { TopPanel } from './top-panel.tsx';

const ORDERS = [
  { value: 'both', label: 'Both directions' },
  { value: 'sent', label: 'Sent' },
  { value: 'received', label: 'Received' },
] as const;

export default function StatisticsView(): ReactNode {
  const { measure, search, setSearch } = useScope();
  const order = ORDERS.find((one) => one.value === search.sel)?.value ?? 'both';
  const by: BarMeasure =
    measure !== 'bytes' || order === 'both' ? measure : order === 'sent' ? 'sentBytes' : 'receivedBytes';
  return (
    <div className={css.view}>
      <div className={css.tools}>
        {measure === 'bytes' && (
          <SegmentedControl
            size="xs"
            aria-label="Which bytes count"
            data={ORDERS.map((one) => ({ ...one }))}
            value={order}
            onChange={(next) => setSearch({ sel: next === 'both' ? undefined : next }, true)}
          />
        )}
        {measure !== 'flows' && <SentReceived />}
      </div>
      <div className={css.grid}>
        <TopPanel field="src.ip" measure={by} title="Which sources carry the most?" many="other sources" />
        <TopPanel field="dst.ip" measure={by} title="Which destinations carry the most?" many="other destinations" />
        <TopPanel field="app" measure={by} title="Which applications?" many="other applications" />
        <TopPanel field="service" measure={by} title="Which named services?" many="other services" />
        <TopPanel field="dst.port" measure={by} title="Which destination ports?" many="other ports" />
        <TopPanel field="country" measure={by} title="Which countries, at either end?" many="other places" />
        <Durations />
      </div>
    </div>
  );
}
