/** What carries the traffic, and between which countries. */
import type { ReactNode } from 'react';
import { Applications } from './applications.tsx';
import { CountryFlows } from './country-flows.tsx';
import css from './protocols.module.css';
import { Shares } from './shares.tsx';

export default function ProtocolsView(): ReactNode {
  return (
    <div className={css.view}>
      <div className={css.top}>
        <Applications />
        <Shares />
      </div>
      <CountryFlows />
    </div>
  );
}
