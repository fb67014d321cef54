/** All addresses with their roles; one of them on a page of its own. */
import type { ReactNode } from 'react';
import { useViewState } from '../../state/view-state.ts';
import { HostPage } from './host-page.tsx';
import { HostTable } from './host-table.tsx';
import { HOSTS } from './state.ts';

export default function HostsView(): ReactNode {
  const [state, set] = useViewState(HOSTS);
  if (state.host !== '') return <HostPage ip={state.host} onBack={() => set({ host: '' }, true)} />;
  return <HostTable />;
}
