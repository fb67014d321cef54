/** The dataset on one screen: how much, who, what, where, when, and what is odd. */
import type { ReactNode } from 'react';
import { SentReceived } from '../../chart/bars.tsx';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { HoursPanel } from '../../pictures/hours-panel.tsx';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { TopPanel } from '../../pictures/top-panel.tsx';
import { useScope } from '../../state/scope.ts';
import { useViewState } from '../../state/view-state.ts';
import { Facts } from './facts.tsx';
import css from './overview.module.css';
import { Warnings } from './warnings.tsx';

const DEFAULTS = { from: 'app', middle: '', to: 'dst.country' } as const;
const TOPS = [
  { field: 'ip', title: 'Which hosts talk most?', many: 'other hosts' },
  { field: 'app', title: 'Which applications?', many: 'other applications' },
  { field: 'country', title: 'Which countries?', many: 'other places' },
  { field: 'dst.port', title: 'Which destination ports?', many: 'other ports' },
  { field: 'host', title: 'Which names are asked for?', many: 'other names', nothing: 'No flow tells a name.' },
  {
    field: 'service',
    title: 'Which named services?',
    many: 'other services',
    nothing: 'None of these flows goes to a service that is known by name.',
  },
] as const;
const FEW = 7;

export default function OverviewView(): ReactNode {
  const { measure } = useScope();
  const [state, set] = useViewState(DEFAULTS);
  return (
    <div className={css.view}>
      <Facts />
      <Warnings />
      <div className={css.grid}>
        {TOPS.map((one) => (
          <WhenSeen key={one.field} className={css.cell} height={250}>
            <TopPanel
              {...one}
              few={FEW}
              measure={measure}
              actions={one.field === 'ip' && measure !== 'flows' ? <SentReceived /> : undefined}
            />
          </WhenSeen>
        ))}
        <WhenSeen className={`${css.cell} ${css.wide}`} height={420}>
          <LinksPanel
            title="What goes where?"
            fields={[state.from, state.middle, state.to]}
            height={340}
            onFields={([from, middle, to]) => set({ from, middle, to })}
          />
        </WhenSeen>
        <WhenSeen className={`${css.cell} ${css.wide}`} height={140}>
          <HoursPanel title="At which hours?" />
        </WhenSeen>
      </div>
    </div>
  );
}
