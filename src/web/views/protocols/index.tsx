/** What carries the traffic, in which layers, and between which countries. */

import type { ReactNode } from 'react';
import { WhenSeen } from '../../chart/when-seen.tsx';
import { t } from '../../language/t.ts';
import { LinksPanel } from '../../pictures/links-panel.tsx';
import { useViewState } from '../../state/view-state.ts';
import { Applications } from './applications.tsx';
import { Bubbles } from './bubbles.tsx';
import { Layers } from './layers.tsx';
import css from './protocols.module.css';
import { Shares } from './shares.tsx';

const DIMENSIONS = { from: 'src.country', middle: 'app', to: 'dst.country' } as const;

export default function ProtocolsView(): ReactNode {
  const [state, set] = useViewState(DIMENSIONS);
  return (
    <div className={css.view}>
      <div className={css.top}>
        <Applications />
        <Shares />
      </div>
      <LinksPanel
        title={t('Which applications talk to which countries?')}
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
