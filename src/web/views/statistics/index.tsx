/** Who, what and how long: the largest of every kind, and how long flows last. Every row asks further. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { type BarMeasure, SentReceived } from '../../chart/bars.tsx';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { useScope } from '../../state/scope.ts';
import { Durations } from './durations.tsx';
import css from './statistics.module.css';
import { TopPanel } from './top-panel.tsx';

const ORDERS = [
  { value: 'both', label: 'Both directions' },
  { value: 'sent', label: 'Sent' },
  { value: 'received', label: 'Received' },
] as const;

const PANELS = [
  { field: 'src.ip', title: 'Which sources carry the most?', many: 'other sources' },
  { field: 'dst.ip', title: 'Which destinations carry the most?', many: 'other destinations' },
  { field: 'app', title: 'Which applications?', many: 'other applications' },
  { field: 'dst.port', title: 'Which destination ports?', many: 'other ports' },
  { field: 'country', title: 'Which countries, at either end?', many: 'other places' },
  {
    field: 'service',
    title: 'Which named services?',
    many: 'other services',
    nothing: 'None of these flows goes to a service that is known by name.',
  },
] as const;
const PANEL_HEIGHT = 300;

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
        {PANELS.map((panel) => (
          <WhenSeen key={panel.field} className={css.cell} height={PANEL_HEIGHT}>
            <TopPanel {...panel} measure={by} />
          </WhenSeen>
        ))}
        <WhenSeen className={`${css.cell} ${css.wide}`} height={PANEL_HEIGHT}>
          <Durations />
        </WhenSeen>
      </div>
    </div>
  );
}
