/** The dataset on one screen: how much, who, what, where, when, and what is odd. */

import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { HoursPanel } from '../../pictures/hours-panel.tsx';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { TopPanel } from '../../pictures/top-panel.tsx';
import { useScope } from '../../state/scope.ts';
import { useOnlyStations } from '../../state/stations.ts';
import { useViewState } from '../../state/view-state.ts';
import { Facts } from './facts.tsx';
import css from './overview.module.css';
import { Warnings } from './warnings.tsx';

const DEFAULTS = { from: 'app', middle: '', to: 'dst.country' } as const;
const DEFAULTS_STATIONS = { from: 'src.mac', middle: 'app', to: 'dst.mac' } as const;
const HOSTS = { field: 'ip', title: t('Which hosts talk most?'), many: t('other hosts') } as const;
const STATIONS = { field: 'mac', title: t('Which stations talk most?'), many: t('other stations') } as const;
const TOPS = [
  { field: 'app', title: t('Which applications?'), many: t('other applications') },
  {
    field: 'country',
    title: t('Which countries?'),
    many: t('other places'),
    nothing: t('No flow has an address that lies in a country.'),
  },
  {
    field: 'dst.port',
    title: t('Which destination ports?'),
    many: t('other ports'),
    nothing: t('No flow tells a port.'),
  },
  {
    field: 'host',
    title: t('Which names are asked for?'),
    many: t('other names'),
    nothing: t('No flow tells a name.'),
  },
  {
    field: 'service',
    title: t('Which named services?'),
    many: t('other services'),
    nothing: t(
      'None of these flows goes to a service that is known by name: a service is recognised by the name asked for, by a certificate, or by its own network.',
    ),
  },
] as const;
/** Rows of each list and the height of what goes where, by the height of the window. */
const ROOM = [
  { query: '(min-height: 1900px)', few: 14, height: 620 },
  { query: '(min-height: 1200px)', few: 10, height: 440 },
] as const;
const LEAST = { few: 7, height: 340 } as const;

export default function OverviewView(): ReactNode {
  const { measure } = useScope();
  const isHuge = useMediaQuery(ROOM[0].query, false, { getInitialValueInEffect: false });
  const isTall = useMediaQuery(ROOM[1].query, false, { getInitialValueInEffect: false });
  const { few, height } = isHuge ? ROOM[0] : isTall ? ROOM[1] : LEAST;
  const onlyStations = useOnlyStations();
  const [state, set] = useViewState(onlyStations ? DEFAULTS_STATIONS : DEFAULTS);
  return (
    <div className={css.view}>
      <Facts />
      <Warnings />
      <div className={css.grid}>
        {[onlyStations ? STATIONS : HOSTS, ...TOPS].map((one) => (
          <WhenSeen key={one.field} className={css.cell} height={250}>
            <TopPanel {...one} few={few} measure={measure} />
          </WhenSeen>
        ))}
        <WhenSeen className={`${css.cell} ${css.wide}`} height={height + 80}>
          <LinksPanel
            title={t('What goes where?')}
            fields={[state.from, state.middle, state.to]}
            height={height}
            onFields={([from, middle, to]) => set({ from, middle, to })}
          />
        </WhenSeen>
        <WhenSeen className={`${css.cell} ${css.wide}`} height={140}>
          <HoursPanel title={t('At which hours?')} />
        </WhenSeen>
      </div>
    </div>
  );
}
