/** The addresses at either end of the flows in scope, as many as there are. */

import { Button, SegmentedControl } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo, useRef } from 'react';
import { type Answer, HOST_ORDERS, type HostOrder, type HostRow } from '#query/question.ts';
import { ExportMenu } from '../../export/export-menu.tsx';
import { t } from '../../language/t.ts';
import { GroupTree } from '../../pictures/group-tree.tsx';
import { VOLUME_HEAD, volumeCells } from '../../pictures/volume-table.ts';
import { useAnswer, useMarked } from '../../state/answer.ts';
import { api } from '../../state/api.ts';
import { useDataset } from '../../state/events.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import { useOnlyStations } from '../../state/stations.ts';
import { oneOf, useViewState } from '../../state/view-state.ts';
import { Flag } from '../../style/flag.tsx';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { EmptyNote, FailureNote, FaultNote, Skeleton } from '../../style/view-frame.tsx';
import { useZone } from '../../style/zone.ts';
import { Balance } from '../../table/cell.tsx';
import type { GridColumn, GridRow } from '../../table/column.ts';
import { Grid } from '../../table/grid.tsx';
import type { Source } from '../../table/page.tsx';
import { TagChips } from '../../tags/tag-chips.tsx';
import css from './hosts.module.css';
import { HOSTS } from './state.ts';
import { stationText } from './station.tsx';

type Row = HostRow & GridRow;
const EXPORTED = 1000;
/** Px of a character as columns count them, of one of an address, and of the flag before it. */
const [CHAR_PX, MONO_PX, FLAG_PX] = [7, 7.22, 22];
/** In wide windows. */
const GROWS: Readonly<Record<string, GridColumn<Row>['grows']>> = {
  names: { part: 0.1, most: 320 },
  org: { part: 0.1, most: 300 },
  used: { part: 0.06, most: 260 },
  offered: { part: 0.06, most: 260 },
  mac: { part: 0.08, most: 400 },
};
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
  const marked = useMarked(scope);
  const counted = useAnswer({ kind: 'distinct', scope, fields: ['ip'] });
  const onlyStations = useOnlyStations();
  const sameDay =
    all?.first !== undefined && all.last !== undefined && format.day(all.first, zone) === format.day(all.last, zone);
  const source = useMemo<Source<Row>>(
    () => ({
      question: (offset, limit) => ({ kind: 'hosts', scope, sort, descending, offset, limit }),
      marked:
        marked &&
        ((rows) =>
          // of one end each: of both there would be their peers, too
          (['src.ip', 'dst.ip'] as const).map((end) => ({
            kind: 'groups',
            scope: { ...marked, filter: both(marked.filter, `${end} in {${rows.map((row) => row.ip).join(' ')}}`) },
            by: [end],
            more: [],
            sort: 'flows',
            offset: 0,
            limit: rows.length,
          }))),
      markedIds: (answer) => (answer as Answer<'groups'>).rows.map((row) => String(row.values[0] ?? '')),
      rows: (answer) => (answer as Answer<'hosts'>).rows.map((row) => ({ ...row, id: row.ip })),
    }),
    [scope, sort, descending, marked],
  );
  const columns = useMemo<readonly GridColumn<Row>[]>(() => {
    const number = (
      key: HostOrder & keyof HostRow,
      label: string,
      about: string,
      text: (value: number) => string,
      width = 96,
    ): GridColumn<Row> => ({
      key,
      label,
      about,
      right: true,
      width,
      sortable: true,
      cell: (row) => text(Number(row[key])),
      text: (row) => String(row[key]),
    });
    const words = (
      key: string,
      label: string,
      about: string,
      width: number,
      of: (row: Row) => string,
      mark?: GridColumn<Row>['mark'],
    ): GridColumn<Row> => ({
      key,
      label,
      about,
      right: false,
      width,
      grows: GROWS[key],
      sortable: false,
      // lists and notes: cut at their end by the cell
      cell: (row) => <span title={of(row)}>{of(row)}</span>,
      text: of,
      ...(mark ? { mark } : {}),
    });
    const time = (ms: number) => (sameDay ? format.timeOfDay(ms, zone, 3) : format.dateTime(ms, zone, 0));
    return [
      {
        key: 'ip',
        label: t('Address'),
        about: t('IPv4 or IPv6 address'),
        right: false,
        width: 190,
        grows: { part: 0.12, most: 330 },
        sortable: true,
        mark: (row) => ({ field: 'ip', value: row.ip }),
        text: (row) => row.ip,
        cell: (row, chars) => (
          <span className={css.address}>
            <span className={css.flag} title={placeName(row.country)}>
              <Flag place={row.country} />
            </span>
            <span className="mono" title={row.ip}>
              {format.middle(row.ip, Math.max(15, Math.floor((chars * CHAR_PX - FLAG_PX) / MONO_PX)))}
            </span>
          </span>
        ),
      },
      words(
        'names',
        t('Names'),
        t('from DNS answers seen in the capture'),
        180,
        (row) => row.names.join(', '),
        (row) => (row.names[0] === undefined ? undefined : { field: 'name', value: row.names[0] }),
      ),
      {
        ...words(
          'tags',
          t('Tags'),
          t('tags that you put on the host'),
          130,
          (row) => (row.tags ?? []).join(', '),
          (row) => (row.tags?.length === 1 ? { field: 'ip.tag', value: row.tags[0] } : undefined),
        ),
        cell: (row) => <TagChips tags={row.tags ?? []} />,
      },
      words(
        'org',
        t('Operator'),
        t('of its autonomous system'),
        150,
        (row) => row.org ?? '',
        (row) => (row.org === undefined ? undefined : { field: 'org', value: row.org }),
      ),
      {
        key: 'balance',
        label: t('Sent | received'),
        about: t('bytes it sent (blue) and received (orange); the length of the bar is logarithmic'),
        right: false,
        width: 148,
        sortable: false,
        cell: (row) => <Balance sent={row.sentBytes} received={row.receivedBytes} />,
        text: () => '',
      },
      number('bytes', format.VOLUME.name, t('frame bytes it sent and received'), format.bytes),
      number('sentBytes', t('Sent'), t('frame bytes it sent'), format.bytes),
      number('receivedBytes', t('Received'), t('frame bytes it received'), format.bytes),
      number('packets', t('Packets'), t('packets it sent and received'), format.exact),
      number('flows', t('Flows'), t('flows with it at either end'), format.exact, 84),
      number('asSource', t('As source'), t('flows it began'), format.exact, 88),
      number('asDestination', t('As destination'), t('flows it answered'), format.exact, 112),
      number('peers', t('Peers'), t('different addresses at the other end'), format.exact, 76),
      words(
        'used',
        t('Uses'),
        t('applications of the flows it began'),
        150,
        (row) => row.appsUsed.join(', '),
        (row) => (row.appsUsed[0] === undefined ? undefined : { field: 'app', value: row.appsUsed[0] }),
      ),
      words(
        'offered',
        t('Offers'),
        t('applications of the flows it answered'),
        150,
        (row) => row.appsOffered.join(', '),
        (row) => (row.appsOffered[0] === undefined ? undefined : { field: 'app', value: row.appsOffered[0] }),
      ),
      words('ports', t('Open ports'), t('ports at which it answered'), 110, (row) => row.ports.join(', ')),
      words(
        'mac',
        'MAC',
        t(
          'hardware address in its frames, and its maker: its own if it is on the captured segment, else that of the router',
        ),
        230,
        stationText,
        (row) => (row.mac === undefined ? undefined : { field: 'mac', value: row.mac }),
      ),
      number('first', t('First seen'), t('first packet of its flows'), time, sameDay ? 110 : 160),
      number('last', t('Last seen'), t('last packet of its flows'), time, sameDay ? 110 : 160),
    ];
  }, [zone, sameDay]);
  const total = counted.data?.counts.ip;
  return (
    <section ref={frame} className={css.view} aria-labelledby="hosts-title">
      <header className={css.bar}>
        <h2 id="hosts-title">{t('Which hosts are there, and what do they do?')}</h2>
        <p className="muted">
          {total === undefined ? '' : format.counted(total, 'address').replace('addresss', 'addresses')}
        </p>
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
            return {
              head: [
                'address',
                'names',
                'country',
                'asn',
                'operator',
                'mac',
                'vendor',
                'mac of several addresses',
                'as source',
                'as destination',
                'peers',
                'uses',
                'offers',
                'open ports',
                'first',
                'last',
                ...VOLUME_HEAD,
              ],
              rows: reply.answer.rows.map((row) => [
                row.ip,
                row.names.join(' '),
                row.country,
                row.asn,
                row.org,
                row.mac,
                row.vendor,
                row.macShared ?? false,
                row.asSource,
                row.asDestination,
                row.peers,
                row.appsUsed.join(' '),
                row.appsOffered.join(' '),
                row.ports.join(' '),
                new Date(row.first).toISOString(),
                new Date(row.last).toISOString(),
                ...volumeCells(row),
              ]),
            };
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
        <EmptyNote>
          {onlyStations ? (
            <>
              <p>
                {t(
                  'No flow here has an IP address. Such frames go between stations, which are told by their hardware addresses.',
                )}
              </p>
              <Button
                size="xs"
                variant="default"
                renderRoot={(props) => (
                  <Link
                    to={'/d/$dataset/$view' as string}
                    params={{ dataset, view: 'conversations' } as never}
                    {...props}
                  />
                )}
              >
                {t('Show the stations')}
              </Button>
            </>
          ) : undefined}
        </EmptyNote>
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
