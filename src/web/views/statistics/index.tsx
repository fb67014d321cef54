/** Who, what and how long: the largest of every kind, and how sizes are spread. Every row asks further. */

import { SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BarMeasure } from '../../chart/bars.tsx';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { Histogram } from '../../pictures/histogram.tsx';
import { TopPanel } from '../../pictures/top-panel.tsx';
import { useScope } from '../../state/scope.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import { BUILDER, Builder } from './builder.tsx';
import { Durations } from './durations.tsx';
import css from './statistics.module.css';

const ORDERS = ['both', 'sent', 'received'] as const;

const PANELS = [
  { field: 'src.ip', title: t('Which sources carry the most?'), many: t('other sources') },
  { field: 'dst.ip', title: t('Which destinations carry the most?'), many: t('other destinations') },
  { field: 'app', title: t('Which applications?'), many: t('other applications') },
  { field: 'dst.port', title: t('Which destination ports?'), many: t('other ports') },
  { field: 'country', title: t('Which countries, at either end?'), many: t('other places') },
  {
    field: 'service',
    title: t('Which named services?'),
    many: t('other services'),
    nothing: t(
      'None of these flows goes to a service that is known by name: a service is recognised by the name asked for, by a certificate, or by its own network.',
    ),
  },
] as const;
const PANEL_HEIGHT = 300;

const SIZES = [
  { field: 'bytes', title: t('How large are flows?'), unknown: t('without bytes') },
  { field: 'packet.size', title: t('How large are packets, on average of a flow?'), unknown: t('without packets') },
  { field: 'tcp.rtt', title: t('How long does the handshake take?'), unknown: t('without a complete TCP handshake') },
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
            aria-label={t('Which bytes count')}
            data={[
              { value: 'both', label: t('Both directions') },
              { value: 'sent', label: t('Sent') },
              { value: 'received', label: t('Received') },
            ]}
            value={order}
            onChange={(dir) => set({ dir })}
          />
        )}
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
