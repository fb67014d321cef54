/** The packets of a flow, as many as there are, and the bytes of the one that is open. */
import { type ReactNode, useMemo } from 'react';
import type { FlowPacket } from '#app/model.ts';
import { t } from '../../language/t.ts';
import { usePackets } from '../../state/packets.ts';
import * as format from '../../style/format.ts';
import { useZone } from '../../style/zone.ts';
import type { GridColumn, GridRow } from '../../table/column.ts';
import { Grid } from '../../table/grid.tsx';
import type { Source } from '../../table/page.tsx';
import css from './flow-page.module.css';

type Row = FlowPacket & GridRow;

interface Props {
  readonly flow: number;
  /** listed packets */
  readonly total: number;
  /** time of the first, ms since 1970 */
  readonly first: number;
  readonly chosen: number | undefined;
  readonly onOpen: (number: number) => void;
}

export function PacketList({ flow, total, first, chosen, onOpen }: Props): ReactNode {
  const [zone] = useZone();
  const source = useMemo<Source<Row>>(
    () => ({
      usePage(offset) {
        const { data, error } = usePackets(offset === undefined ? undefined : flow, offset ?? 0);
        const rows = useMemo(() => data?.rows.map((row) => ({ ...row, id: row.number })), [data]);
        return { rows, error };
      },
    }),
    [flow],
  );
  const columns = useMemo<readonly GridColumn<Row>[]>(() => {
    const column = (
      key: string,
      label: string,
      about: string,
      width: number,
      text: (row: Row) => string,
      right = true,
      cell: (row: Row) => ReactNode = text,
    ): GridColumn<Row> => ({ key, label, about, right, width, sortable: false, text, cell });
    const number = (value: number | undefined) => (value === undefined ? '' : format.exact(value));
    return [
      column('number', t('No.'), t('place among the packets of this flow'), 64, (row) => String(row.number + 1)),
      column(
        'time',
        t('Time'),
        t('when it was captured'),
        150,
        (row) => format.timeOfDay(row.time, zone, 6),
        false,
        (row) => <span title={format.dateTime(row.time, zone, 6)}>{format.timeOfDay(row.time, zone, 6)}</span>,
      ),
      column('since', t('Since the first'), t('time after the first packet of the flow'), 110, (row) =>
        format.duration(Math.max(0, (row.time - first) / 1000)),
      ),
      column(
        'direction',
        t('Direction'),
        t('sent by the source, or by the destination'),
        110,
        (row) => (row.fromSource ? t('sent||packet') : t('received||packet')),
        false,
        (row) => (
          <span className={css.direction} data-side={row.fromSource ? 'src' : 'dst'}>
            {row.fromSource ? `→ ${t('sent||packet')}` : `← ${t('received||packet')}`}
          </span>
        ),
      ),
      column('bytes', t('Bytes'), t('bytes of the frame on the wire'), 80, (row) => number(row.bytes)),
      column('captured', t('Captured'), t('bytes of it that the capture holds'), 90, (row) => number(row.captured)),
      column('payload', t('Payload'), t('bytes above the transport header'), 84, (row) => number(row.payload)),
      column(
        'flags',
        t('Flags'),
        t(
          'TCP flags: F fin, S syn, R reset, P push, A ack, U urgent, E ECN echo, C window reduced; type and code of ICMP',
        ),
        86,
        (row) => row.flags ?? (row.icmp ? `${row.icmp[0]}/${row.icmp[1]}` : ''),
        false,
      ),
      column('seq', t('Seq'), t('TCP sequence number, from 0 at the SYN'), 100, (row) => number(row.seq)),
      column('ack', t('Ack'), t('TCP acknowledgement, from 0 at the other end’s SYN'), 100, (row) => number(row.ack)),
      column('window', t('Window'), t('TCP window as in the header, not scaled'), 84, (row) => number(row.window)),
    ];
  }, [zone, first]);
  return (
    <div className={css.packets}>
      <Grid
        label={t('Packets')}
        columns={columns}
        total={total}
        source={source}
        sort={[]}
        onSort={() => {}}
        shownOf={String(flow)}
        store="capscope-packet-widths"
        chosen={chosen}
        onOpen={(row) => onOpen(row.number)}
        openLabel={t('Bytes of packet')}
        onWalk={(row) => onOpen(row.number)}
      />
    </div>
  );
}
