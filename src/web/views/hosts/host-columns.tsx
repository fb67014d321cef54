/** The columns of the list of hosts. */
import type { HostOrder, HostRow } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { Flag } from '../../style/flag.tsx';
import * as format from '../../style/format.ts';
import { placeName } from '../../style/places.ts';
import { Balance } from '../../table/cell.tsx';
import type { GridColumn, GridRow } from '../../table/column.ts';
import { TagChips } from '../../tags/tag-chips.tsx';
import css from './hosts.module.css';
import { stationText } from './station.tsx';

export type Row = HostRow & GridRow;
type Column = GridColumn<Row>;

/** Px of a character as columns count them, of one of an address, and of the flag before it. */
const [CHAR_PX, MONO_PX, FLAG_PX] = [7, 7.22, 22];
/** In wide windows. */
const GROWS: Readonly<Record<string, Column['grows']>> = {
  names: { part: 0.1, most: 320 },
  org: { part: 0.1, most: 300 },
  used: { part: 0.06, most: 260 },
  offered: { part: 0.06, most: 260 },
  mac: { part: 0.08, most: 400 },
};

/** `sameDay`: times of the dataset need no date; `isTagged`: some host has a tag; `small`: a phone, where how much stands beside who. */
export function hostColumns(zone: format.Zone, sameDay: boolean, isTagged: boolean, small = false): readonly Column[] {
  const time = (ms: number) => (sameDay ? format.timeOfDay(ms, zone, 3) : format.dateTime(ms, zone, 0));
  const [bytes, ...counted] = COUNTED;
  return [
    ADDRESS,
    ...(small ? [bytes!] : []),
    isTagged ? NAMES : { ...NAMES, width: NAMES_WIDE },
    ...(isTagged ? [TAGS] : []),
    OPERATOR,
    BALANCE,
    ...(small ? counted : COUNTED),
    ...DONE,
    number('first', t('First seen'), t('first packet of its flows'), time, sameDay ? 110 : 160),
    number('last', t('Last seen'), t('last packet of its flows'), time, sameDay ? 110 : 160),
  ];
}

const ADDRESS: Column = {
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
};

const NAMES: Column = words(
  'names',
  t('Names'),
  t('from DNS answers seen in the capture'),
  180,
  (row) => row.names.join(', '),
  (row) => (row.names[0] === undefined ? undefined : { field: 'name', value: row.names[0] }),
);
/** Beside no tags. */
const NAMES_WIDE = 260;

const TAGS: Column = {
  ...words(
    'tags',
    t('Tags'),
    t('tags that you put on the host'),
    130,
    (row) => (row.tags ?? []).join(', '),
    (row) => (row.tags?.length === 1 ? { field: 'ip.tag', value: row.tags[0] } : undefined),
  ),
  cell: (row) => <TagChips tags={row.tags ?? []} />,
};

const OPERATOR: Column = words(
  'org',
  t('Operator'),
  t('of its autonomous system'),
  150,
  (row) => row.org ?? '',
  (row) => (row.org === undefined ? undefined : { field: 'org', value: row.org }),
);

const BALANCE: Column = {
  key: 'balance',
  label: t('Sent | received'),
  about: t('bytes it sent (blue) and received (orange); the length of the bar is logarithmic'),
  right: false,
  width: 148,
  sortable: false,
  cell: (row) => <Balance sent={row.sentBytes} received={row.receivedBytes} />,
  text: () => '',
};

const COUNTED: readonly Column[] = [
  number('bytes', format.VOLUME.name, t('frame bytes it sent and received'), format.bytes),
  number('sentBytes', t('Sent'), t('frame bytes it sent'), format.bytes),
  number('receivedBytes', t('Received'), t('frame bytes it received'), format.bytes),
  number('packets', t('Packets'), t('packets it sent and received'), format.exact),
  number('flows', t('Flows'), t('flows with it at either end'), format.exact, 84),
  number('asSource', t('As source'), t('flows it began'), format.exact, 88),
  number('asDestination', t('As destination'), t('flows it answered'), format.exact, 112),
  number('peers', t('Peers'), t('different addresses at the other end'), format.exact, 76),
];

/** What it does, and the station that it does it from. */
const DONE: readonly Column[] = [
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
];

function number(
  key: HostOrder & keyof HostRow,
  label: string,
  about: string,
  text: (value: number) => string,
  width = 96,
): Column {
  return {
    key,
    label,
    about,
    right: true,
    width,
    sortable: true,
    cell: (row) => text(Number(row[key])),
    text: (row) => String(row[key]),
  };
}

function words(
  key: string,
  label: string,
  about: string,
  width: number,
  of: (row: Row) => string,
  mark?: Column['mark'],
): Column {
  return {
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
  };
}
