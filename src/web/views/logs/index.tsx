/** Flow logs: what the network's rules allowed and denied, over time, by rule, by who, at which ports, from where. */
import type { ReactNode } from 'react';
import { WhenSeen } from '../../chart/when-seen.tsx';
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
    title: 'Which rules decide?',
    many: 'other rules',
    nothing: 'The log names no rule.',
  },
  {
    field: 'rule',
    measure: 'flows',
    within: DENIED,
    title: 'Which rules deny?',
    many: 'other rules',
    nothing: 'No rule is named with what was denied.',
  },
  { field: 'ip', measure: 'scope', title: 'Who are the top talkers?', many: 'other hosts' },
  {
    field: 'dst.port',
    measure: 'scope',
    title: 'Which ports are asked for?',
    many: 'other ports',
    nothing: 'No flow has a port.',
  },
  {
    field: 'dst.port',
    measure: 'flows',
    within: DENIED,
    title: 'At which ports is it denied?',
    many: 'other ports',
    nothing: 'Nothing with a port was denied.',
  },
  {
    field: 'src.country',
    measure: 'flows',
    within: DENIED,
    title: 'From which countries is it denied?',
    many: 'other countries',
    nothing: 'No country is known of what was denied.',
  },
  { field: 'src.ip', measure: 'flows', within: DENIED, title: 'Who is denied?', many: 'other hosts' },
  {
    field: 'direction',
    measure: 'scope',
    title: 'Inbound or outbound?',
    many: 'others',
    nothing: 'The log tells no direction.',
  },
  {
    field: 'nic',
    measure: 'scope',
    title: 'At which interfaces?',
    many: 'other interfaces',
    nothing: 'The log names no interface.',
  },
  {
    field: 'log.resource',
    measure: 'scope',
    title: 'For which networks and groups?',
    many: 'others',
    nothing: 'The log names none.',
  },
  {
    field: 'encryption',
    measure: 'scope',
    title: 'Encrypted by the network?',
    many: 'others',
    nothing: 'The log does not tell.',
  },
  { field: 'source', measure: 'flows', title: 'Which logs told it?', many: 'other logs' },
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
            No flow in scope was told by a log. Flow logs of Azure (network security groups, virtual networks), of AWS
            (VPC) and of Zeek (conn.log) are imported like captures.
          </p>
        ) : undefined}
      </EmptyNote>
    );
  return (
    <div className={css.view}>
      <h2 className={css.title}>
        What did the network allow and deny?
        <span className="muted">{scopeCount(logged, all)}</span>
      </h2>
      <p className={own.about}>
        These are flows that a log told, not packets: allowed or denied is the verdict of the rules of the network, and
        volumes are the log’s own counters. Of what was denied a log counts few bytes or none, so decisions are counted
        in flows here. A flow between two logged interfaces may be told by both.
      </p>
      <div className={css.grid}>
        <Wide>
          <OverTime
            field="decision"
            within={LOGGED}
            of="flows"
            title="How much is allowed and denied, over time?"
            nothing="The log tells no decision: it is of a sensor, not of a firewall."
          />
        </Wide>
        <Wide>
          <OverTime
            field="direction"
            within={LOGGED}
            of="bytes"
            title="How much comes in and goes out, over time?"
            nothing="The log tells no direction."
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
            title="Which rule decides what, in which direction?"
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
