/** Who, what and how long: the largest of every kind, and how sizes are spread. Every row asks further. */
import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import { type BarMeasure, SentReceived } from '../../chart/bars.tsx';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { Histogram } from '../../pictures/histogram.tsx';
import { TopPanel } from '../../pictures/top-panel.tsx';
import { useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import { BUILDER, Builder } from './builder.tsx';
import { Durations } from './durations.tsx';
import css from './statistics.module.css';

const ORDERS = ['both', 'sent', 'received'] as const;

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

const SIZES = [
  { field: 'bytes', title: 'How large are flows?', unknown: 'without bytes' },
  { field: 'packet.size', title: 'How large are packets, on average of a flow?', unknown: 'without packets' },
  { field: 'tcp.rtt', title: 'How long does the handshake take?', unknown: 'without a complete TCP handshake' },
] as const;

export default function StatisticsView(): ReactNode {
  const { measure } = useScope();
  const [state, set] = useViewState(BUILDER);
  const order = oneOf(ORDERS, state.dir);
  const by: BarMeasure =
    measure !== 'bytes' || order === 'both' ? measure : order === 'sent' ? 'sentBytes' : 'receivedBytes';
  return (
    <div className={css.view}>
      <div className={css.head}>
        {measure === 'bytes' && (
          <SegmentedControl
            size="xs"
            aria-label="Which bytes count"
            data={[
              { value: 'both', label: 'Both directions' },
              { value: 'sent', label: 'Sent' },
              { value: 'received', label: 'Received' },
            ]}
            value={order}
            onChange={(dir) => set({ dir })}
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
          <Builder />
        </WhenSeen>
        <WhenSeen className={`${css.cell} ${css.wide}`} height={PANEL_HEIGHT}>
          <Durations />
        </WhenSeen>
        {SIZES.map((one) => (
          <WhenSeen key={one.field} className={css.cell} height={240}>
            <Histogram {...one} />
          </WhenSeen>
        ))}
      </div>
    </div>
  );
}
