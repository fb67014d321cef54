/** Columns of the flow table: which, in what order, how wide. They follow from the field table. */

import { FIELD_BY_KEY, FIELDS, type Field } from '#fields/table.ts';
import { PORT_FIELDS } from '#query/ports.ts';
import type { SortKey } from '#query/question.ts';
import { aboutOf, labelOf, sectionOf } from '../../language/fields.ts';
import { t } from '../../language/t.ts';

/** The one column that is no field: sent and received side by side. */
export const BALANCE = 'balance';

export interface Column {
  readonly key: string;
  readonly label: string;
  readonly about: string;
  readonly section: string;
  /** undefined for the balance */
  readonly field?: Field;
  /** numbers and times: at the right */
  readonly right: boolean;
}

const RIGHT: ReadonlySet<Field['type']> = new Set(['duration', 'bytes', 'count', 'number', 'port', 'asn', 'ms']);

const balance: Column = {
  key: BALANCE,
  label: t('Sent | received'),
  about: t('bytes sent (blue) and received (orange); the length of the bar is logarithmic'),
  section: t('Volume'),
  right: false,
};

/** All there are; fields of either end have no column of their own. */
export const COLUMNS: readonly Column[] = FIELDS.filter((field) => !field.either && !field.derived).flatMap((field) => {
  const column = {
    key: field.key,
    label: labelOf(field),
    about: aboutOf(field),
    section: sectionOf(field),
    field,
    right: RIGHT.has(field.type),
  };
  return field.key === 'dst.bytes' ? [balance, column] : [column];
});

export const COLUMN_BY_KEY: ReadonlyMap<string, Column> = new Map(COLUMNS.map((column) => [column.key, column]));

/**
 * Reading order of the first look: when, who, to whom, over what, how much. The rest of the shown fields follow. Countries stand as
 * flags before the addresses; their own columns can be chosen.
 */
const ORDER = [
  'start',
  'duration',
  'src.ip',
  'src.port',
  'dst.ip',
  'dst.port',
  'ip.proto',
  'app',
  'host',
  'src.bytes',
  BALANCE,
  'dst.bytes',
  'src.packets',
  'dst.packets',
  'tcp.state',
  'service',
  'src.name',
  'dst.name',
];
const BY_FLAG: readonly string[] = ['src.country', 'dst.country'];

export const DEFAULT_KEYS: readonly string[] = [
  ...ORDER.filter((key) => key === BALANCE || FIELD_BY_KEY.get(key)?.shown),
  ...FIELDS.filter(({ key, shown, either }) => shown && !either && !ORDER.includes(key) && !BY_FLAG.includes(key)).map(
    (field) => field.key,
  ),
];

/** What answers "who talks to whom?" within the width of a phone; the rest follows. */
const FIRST_ON_PHONE: readonly string[] = ['src.ip', 'dst.ip', 'app', 'src.bytes', 'dst.bytes', 'host'];

/** Columns nobody has chosen, as a narrow screen shows them. */
export function phoneColumns(): readonly Column[] {
  const rest = DEFAULT_KEYS.filter((key) => !FIRST_ON_PHONE.includes(key));
  return [...FIRST_ON_PHONE, ...rest].map((key) => COLUMN_BY_KEY.get(key)!);
}

/** From the URL; unknown words are dropped; nothing left = the default. */
export function readColumns(text: string | undefined): readonly Column[] {
  const keys = (text ?? '').split(',').filter((key) => COLUMN_BY_KEY.has(key));
  return (keys.length ? [...new Set(keys)] : DEFAULT_KEYS).map((key) => COLUMN_BY_KEY.get(key)!);
}

/** undefined for the default, which needs no words in the URL */
export function printColumns(keys: readonly string[]): string | undefined {
  const text = keys.join(',');
  return text === DEFAULT_KEYS.join(',') ? undefined : text;
}

/**
 * A guess by port is marked as a guess, ports that were not captured as such; the balance is drawn from two fields; an address has its flag, and stations without
 * one are told by their hardware address.
 */
const COMPANIONS: Readonly<Record<string, readonly string[]>> = {
  [BALANCE]: ['src.bytes', 'dst.bytes'],
  app: ['app', 'app.by'],
  'src.port': PORT_FIELDS,
  'dst.port': PORT_FIELDS,
  'src.ip': ['src.ip', 'src.country', 'src.mac'],
  'dst.ip': ['dst.ip', 'dst.country', 'dst.mac'],
};

/** Fields to ask for: those of the columns, and what belongs to them. */
export function fieldsOf(columns: readonly Column[]): readonly string[] {
  const keys = new Set(columns.flatMap((column) => COMPANIONS[column.key] ?? [column.key]));
  return [...keys].sort();
}

const WIDTHS: Readonly<Record<Field['type'], number>> = {
  time: 132,
  duration: 80,
  bytes: 98,
  count: 84,
  number: 84,
  ip: 163,
  mac: 148,
  port: 64,
  country: 104,
  asn: 84,
  text: 180,
  enum: 96,
  flag: 90,
  ms: 110,
};
const OWN_WIDTHS: Readonly<Record<string, number>> = {
  [BALANCE]: 104,
  host: 124,
  service: 120,
  'tcp.state': 84,
  'ip.proto': 86,
  app: 100,
  stack: 190,
  community_id: 260,
  'tls.version': 96,
  'tls.alpn': 84,
  'tcp.flags': 110,
  'http.method': 104,
  'http.path': 220,
  'src.org': 200,
  'dst.org': 200,
};

/**
 * Beside another column of the same end the header need not say which end: Source | Port, Destination | Port. The
 * addresses always do.
 */
export function shortLabel(columns: readonly Column[], index: number): string {
  const { field, label } = columns[index];
  if (!field?.side || field.type === 'ip' || field.section !== 'Ends') return label;
  const beside = [columns[index - 1], columns[index + 1]].some(
    (other) => other?.field?.section === 'Ends' && other.field.side === field.side,
  );
  const bare = label.replace(/^(?:(?:Source|Destination) |(?:Bron|Bestemmings)-?)/, '');
  return beside ? bare.charAt(0).toUpperCase() + bare.slice(1) : label;
}

/** A label must fit, beside its sort sign where it has one. */
const labelWidth = (label: string, isSortable: boolean) => Math.ceil(label.length * 6.4) + (isSortable ? 28 : 16);

/**
 * Widths do not follow what the rows hold, so that nothing moves when they come; the columns of the first look end at 1440 px.
 * 12 px JetBrains Mono is 7.2 px a character: an address of IPv4 fits whole, one of IPv6 that is longer loses its middle until
 * there is more room.
 */
export function widthOf(column: Column, label: string): number {
  const own = OWN_WIDTHS[column.key] ?? (column.field ? WIDTHS[column.field.type] : 100);
  return Math.max(own, labelWidth(label, column.key !== BALANCE));
}

/** How a column grows in a wider window: px for each px beyond the first look's, and its most. */
export function growthOf({ key, field }: Column): { readonly part: number; readonly most: number } | undefined {
  if (field?.type === 'ip') return { part: 0.12, most: 330 };
  if (key === 'host') return { part: 0.15, most: 320 };
  return field?.type === 'text' ? { part: 0.04, most: 320 } : undefined;
}

/** The keys with one of them put before another, or at the end. */
export function moved(keys: readonly string[], key: string, before: string | undefined): readonly string[] {
  const rest = keys.filter((one) => one !== key);
  const at = before === undefined ? rest.length : rest.indexOf(before);
  return [...rest.slice(0, at), key, ...rest.slice(at)];
}

/** A click on a header: this column alone, large to small first for numbers; again: the other way; again: no order. With Shift: among others. */
export function nextSort(sort: readonly SortKey[], column: Column, among: boolean): readonly SortKey[] {
  const first = column.right || column.field?.type === 'time';
  const before = sort.find((key) => key.field === column.key);
  const next: SortKey | undefined = !before
    ? { field: column.key, descending: first }
    : before.descending === first
      ? { field: column.key, descending: !first }
      : undefined;
  if (!among) return next ? [next] : [];
  if (!before) return [...sort, next!];
  return sort.flatMap((key) => (key.field === column.key ? (next ? [next] : []) : [key]));
}
