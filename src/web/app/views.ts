/** The views of a dataset, each its own chunk: one line a view. */

import {
  IconAddressBook,
  IconArrowsDiff,
  IconBrowser,
  IconChartAreaLine,
  IconChartBar,
  IconChartSankey,
  IconFiles,
  IconLayoutDashboard,
  IconLock,
  IconServer2,
  IconShieldCheck,
  IconTable,
  IconTopologyStar3,
  IconWorld,
} from '@tabler/icons-react';
import type { ComponentType, LazyExoticComponent } from 'react';
import { t } from '../language/t.ts';
import { useTotals } from '../state/answer.ts';
import { DNS, HTTP, LOGGED, TLS } from '../state/kinds.ts';
import { lazyPart } from '../state/part.ts';
import { useScope, type ViewName } from '../state/scope.ts';

export interface View {
  readonly name: ViewName;
  readonly label: string;
  readonly Icon: typeof IconTable;
  readonly Body: LazyExoticComponent<ComponentType>;
  /** fetches its part of the page before it is shown */
  readonly load: () => Promise<unknown>;
  /** without filter bar and time strip */
  readonly plain?: true;
  /** offered only where some flow of the dataset passes this filter */
  readonly needs?: string;
}

const loaded = (load: () => Promise<{ default: ComponentType }>): Pick<View, 'Body' | 'load'> => ({
  Body: lazyPart(load),
  load,
});

export const VIEW_LIST: readonly View[] = [
  {
    name: 'overview',
    label: t('Overview'),
    Icon: IconLayoutDashboard,
    ...loaded(() => import('../views/overview/index.tsx')),
  },
  { name: 'flows', label: t('Flows'), Icon: IconTable, ...loaded(() => import('../views/flows/index.tsx')) },
  { name: 'hosts', label: t('Hosts'), Icon: IconServer2, ...loaded(() => import('../views/hosts/index.tsx')) },
  {
    name: 'conversations',
    label: t('Conversations'),
    Icon: IconTopologyStar3,
    ...loaded(() => import('../views/conversations/index.tsx')),
  },
  {
    name: 'protocols',
    label: t('Protocols'),
    Icon: IconChartSankey,
    ...loaded(() => import('../views/protocols/index.tsx')),
  },
  {
    name: 'statistics',
    label: t('Statistics'),
    Icon: IconChartBar,
    ...loaded(() => import('../views/statistics/index.tsx')),
  },
  { name: 'time', label: t('Time'), Icon: IconChartAreaLine, ...loaded(() => import('../views/time/index.tsx')) },
  { name: 'map', label: t('Map'), Icon: IconWorld, ...loaded(() => import('../views/map/index.tsx')) },
  {
    name: 'compare',
    label: t('Compare'),
    Icon: IconArrowsDiff,
    ...loaded(() => import('../views/compare/index.tsx')),
  },
  { name: 'tls', label: t('TLS'), Icon: IconLock, ...loaded(() => import('../views/tls/index.tsx')), needs: TLS },
  {
    name: 'dns',
    label: t('DNS'),
    Icon: IconAddressBook,
    ...loaded(() => import('../views/dns/index.tsx')),
    needs: DNS,
  },
  {
    name: 'http',
    label: t('HTTP'),
    Icon: IconBrowser,
    ...loaded(() => import('../views/http/index.tsx')),
    needs: HTTP,
  },
  {
    name: 'logs',
    label: t('Flow logs'),
    Icon: IconShieldCheck,
    ...loaded(() => import('../views/logs/index.tsx')),
    needs: LOGGED,
  },
  {
    name: 'files',
    label: t('Files'),
    Icon: IconFiles,
    ...loaded(() => import('../views/files/index.tsx')),
    plain: true,
  },
];

/** Is there such a flow in the dataset, whatever the filter? */
const useAny = (filter: string): boolean => (useTotals({ filter }).data?.scope.flows ?? 0) > 0;

/** The views that have something to show of the dataset, and the one that is open. */
export function useViews(): readonly View[] {
  const { view } = useScope();
  const any: Readonly<Record<string, boolean>> = {
    [TLS]: useAny(TLS),
    [DNS]: useAny(DNS),
    [HTTP]: useAny(HTTP),
    [LOGGED]: useAny(LOGGED),
  };
  return VIEW_LIST.filter(({ name, needs }) => needs === undefined || name === view || any[needs]);
}
