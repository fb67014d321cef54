/** What carries the traffic, in which layers, and between which countries. */

import type { ReactNode } from 'react';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { useOnlyStations } from '../../state/stations.ts';
import { useViewState } from '../../state/view-state.ts';
import { Applications } from './applications.tsx';
import { Bubbles } from './bubbles.tsx';
import { Layers } from './layers.tsx';
import css from './protocols.module.css';
import { Shares } from './shares.tsx';

const DIMENSIONS = { from: 'src.country', middle: 'app', to: 'dst.country' } as const;
const STATIONS = { from: 'src.mac', middle: 'app', to: 'dst.mac' } as const;

export default function ProtocolsView(): ReactNode {
  const onlyStations = useOnlyStations();
  const [state, set] = useViewState(onlyStations ? STATIONS : DIMENSIONS);
  return (
    <div className={css.view}>
      <div className={css.top}>
        <Applications />
        <Shares />
      </div>
      <LinksPanel
        title={onlyStations ? t('Which stations talk to which?') : t('Which applications talk to which countries?')}
        fields={[state.from, state.middle, state.to]}
        height={460}
        onFields={([from, middle, to]) => set({ from, middle, to })}
      />
      <WhenSeen height={400}>
        <Layers />
      </WhenSeen>
      <WhenSeen height={430}>
        <Bubbles />
      </WhenSeen>
    </div>
  );
}
