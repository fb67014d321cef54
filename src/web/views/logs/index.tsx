/** Flow logs: what the network's rules allowed and denied, over time, by rule, by who, at which ports, from where. */

import type { ReactNode } from 'react';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import css from '../../pictures/panel-page.module.css';
import { Wide } from '../../pictures/panel-page.tsx';
import { TopPanel, type TopPanelProps } from '../../pictures/top-panel.tsx';
import { useTotals } from '../../state/answer.ts';
import { LOGGED } from '../../state/kinds.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import { EmptyNote, FailureNote, FaultNote, Skeleton } from '../../style/view-frame.tsx';
import own from './logs.module.css';
import { OverTime } from './over-time.tsx';
import { scopeCount } from './scope-count.ts';

const DENIED = both(LOGGED, 'decision == denied');

/** 'scope': by the measure chosen at the top; a log counts no bytes of what was denied, so decisions are counted in flows. */
type Panel = Omit<TopPanelProps, 'measure'> & { readonly measure: 'scope' | 'flows' };

const PANELS: readonly Panel[] = [
  {
    field: 'rule',
    measure: 'flows',
    title: t('Which rules decide?'),
    many: t('other rules'),
    nothing: t('The log names no rule.'),
  },
  {
    field: 'rule',
    measure: 'flows',
    within: DENIED,
    title: t('Which rules deny?'),
    many: t('other rules'),
    nothing: t('No rule is named with what was denied.'),
  },
  { field: 'ip', measure: 'scope', title: t('Who are the top talkers?'), many: t('other hosts') },
  {
    field: 'dst.port',
    measure: 'scope',
    title: t('Which ports are asked for?'),
    many: t('other ports'),
    nothing: t('No flow has a port.'),
  },
  {
    field: 'dst.port',
    measure: 'flows',
    within: DENIED,
    title: t('At which ports is it denied?'),
    many: t('other ports'),
    nothing: t('Nothing with a port was denied.'),
  },
  {
    field: 'src.country',
    measure: 'flows',
    within: DENIED,
    title: t('From which countries is it denied?'),
    many: t('other countries'),
    nothing: t('No country is known of what was denied.'),
  },
  { field: 'src.ip', measure: 'flows', within: DENIED, title: t('Who is denied?'), many: t('other hosts') },
  {
    field: 'direction',
    measure: 'scope',
    title: t('Inbound or outbound?'),
    many: t('others'),
    nothing: t('The log tells no direction.'),
  },
  {
    field: 'nic',
    measure: 'scope',
    title: t('At which interfaces?'),
    many: t('other interfaces'),
    nothing: t('The log names no interface.'),
  },
  {
    field: 'log.resource',
    measure: 'scope',
    title: t('For which networks and groups?'),
    many: t('others'),
    nothing: t('The log names none.'),
  },
  {
    field: 'encryption',
    measure: 'scope',
    title: t('Encrypted by the network?'),
    many: t('others'),
    nothing: t('The log does not tell.'),
  },
  { field: 'source', measure: 'flows', title: t('Which logs told it?'), many: t('other logs') },
];

export default function LogsView(): ReactNode {
  const { scope, measure } = useScope();
  const totals = useTotals({ ...scope, filter: both(scope.filter, LOGGED) });
  if (totals.error) return <FailureNote error={totals.error} retry={totals.retry} />;
  if (totals.fault) return <FaultNote fault={totals.fault} />;
  if (!totals.data) return <Skeleton />;
  const { all, scope: logged } = totals.data;
  if (logged.flows === 0)
    return (
      <EmptyNote>
        {all.flows > 0 ? (
          <p>
            {t(
              'No flow in scope comes from a flow log. Flow logs of Azure (network security groups, virtual networks), of AWS (VPC) and of Zeek (conn.log) are imported like captures.',
            )}
          </p>
        ) : undefined}
      </EmptyNote>
    );
  return (
    <div className={css.view}>
      <h2 className={css.title}>
        {t('What did the network allow and deny?')}
        <span className="muted">{scopeCount(logged, all)}</span>
      </h2>
      <p className={own.about}>
        {t(
          'These flows come from a log, not from packets: allowed or denied is the verdict of the network’s rules, and volumes are the log’s own counters. For denied traffic a log counts few bytes or none, so decisions are counted in flows here. A flow between two logged interfaces may be in the log of both.',
        )}
      </p>
      <div className={css.grid}>
        <Wide>
          <OverTime
            field="decision"
            within={LOGGED}
            of="flows"
            title={t('How much is allowed and denied, over time?')}
            nothing={t('This log has no decisions: it comes from a sensor, not from a firewall.')}
          />
        </Wide>
        <Wide>
          <OverTime
            field="direction"
            within={LOGGED}
            of="bytes"
            title={t('How much comes in and goes out, over time?')}
            nothing={t('The log tells no direction.')}
          />
        </Wide>
        {PANELS.map((panel) => (
          <WhenSeen key={panel.title} className={css.cell!} height={220}>
            <TopPanel
              {...panel}
              within={panel.within ?? LOGGED}
              measure={panel.measure === 'flows' ? 'flows' : measure}
              few={8}
            />
          </WhenSeen>
        ))}
        <Wide>
          <LinksPanel
            title={t('Which rule decides what, in which direction?')}
            fields={['direction', 'rule', 'decision']}
            within={LOGGED}
            measure="flows"
            height={320}
          />
        </Wide>
      </div>
    </div>
  );
}
