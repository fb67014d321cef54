/** The addresses at either end of the flows in scope, as many as there are. */

import { SegmentedControl } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useMemo, useRef } from 'react';
import { HOST_ORDERS, type HostOrder } from '#query/question.ts';
import { ExportMenu } from '../../export/export-menu.tsx';
import { t } from '../../language/t.ts';
import { GroupTree } from '../../pictures/group-tree.tsx';
import { useAnswer } from '../../state/answer.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { useScope } from '../../state/scope.ts';
import { useOnlyStations } from '../../state/stations.ts';
import { useAllMarks } from '../../state/tags.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { FailureNote, FaultNote, Skeleton } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { Grid } from '../../table/grid.tsx';
import { hostColumns } from './host-columns.tsx';
import { hostExport } from './host-export.ts';
import css from './hosts.module.css';
import { NoHosts } from './no-hosts.tsx';
import { HOSTS } from './state.ts';
import { useHostRows } from './use-host-rows.ts';

const EXPORTED = 1000;
const GROUPS = [
  { value: '', label: t('Addresses') },
  { value: 'net', label: t('Networks') },
  { value: 'org', label: t('Operators') },
  { value: 'country', label: t('Countries') },
] as const;

export function HostTable(): ReactNode {
  const { dataset, scope, search } = useScope();
  const all = useDataset(dataset);
  const frame = useRef<HTMLElement>(null);
  const [zone] = useZone();
  const [state, set] = useViewState(HOSTS);
  const sort = oneOf<HostOrder>(HOST_ORDERS, state.sort);
  const descending = state.order === 'down';
  const grouped = oneOf(
    GROUPS.map((one) => one.value),
    state.groups,
  );
  const counted = useAnswer({ kind: 'distinct', scope, fields: ['ip'] });
  const onlyStations = useOnlyStations();
  const sameDay =
    all?.first !== undefined && all.last !== undefined && format.day(all.first, zone) === format.day(all.last, zone);
  const source = useHostRows(scope, sort, descending);
  const isTagged = useAllMarks(dataset)?.hosts.some(({ tags }) => tags.length > 0) ?? false;
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const columns = useMemo(() => hostColumns(zone, sameDay, isTagged, small), [zone, sameDay, isTagged, small]);
  const total = counted.data?.counts.ip;
  return (
    <section ref={frame} className={css.view} aria-labelledby="hosts-title">
      <header className={css.bar}>
        <h2 id="hosts-title">{t('Which hosts are there, and what do they do?')}</h2>
        <p className="muted">{total === undefined ? '' : format.counted(total, 'address')}</p>
        <SegmentedControl
          size="xs"
          aria-label={t('Group the hosts')}
          data={GROUPS.map((one) => ({ ...one }))}
          value={grouped}
          onChange={(groups) => set({ groups })}
        />
        <ExportMenu
          title={t('Hosts')}
          frame={frame}
          data={async () => {
            const reply = await api.ask(dataset, {
              kind: 'hosts',
              scope,
              sort,
              descending,
              offset: 0,
              limit: EXPORTED,
            });
            if (!reply.ok) throw new Error(reply.message);
            return hostExport(reply.answer.rows);
          }}
        />
      </header>
      {counted.error ? (
        <FailureNote error={counted.error} retry={counted.retry} />
      ) : counted.fault ? (
        <FaultNote fault={counted.fault} />
      ) : total === undefined ? (
        <Skeleton />
      ) : total === 0 ? (
        <NoHosts dataset={dataset} onlyStations={onlyStations} />
      ) : grouped !== '' ? (
        <GroupTree by={[grouped, 'ip']} label={t('Hosts in groups')} />
      ) : (
        <Grid
          label={t('Hosts')}
          columns={columns}
          total={total}
          source={source}
          sort={[{ field: sort, descending }]}
          onSort={(key) =>
            set(
              key === sort
                ? { order: descending ? 'up' : 'down' }
                : { sort: key, order: key === 'ip' || key === 'first' ? 'up' : 'down' },
            )
          }
          shownOf={`${scope.filter}\n${search.t}\n${search.sel}`}
          store="capscope-host-widths"
          onOpen={(row) => set({ host: row.ip }, true)}
          openLabel={t('Open page of')}
        />
      )}
    </section>
  );
}
