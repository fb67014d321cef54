/**
 * Tables of a dataset's database. Counters and codes are never NULL: a sentinel stands for "not known", because NULL
 * columns cost twice as much to write (800 k flows, one core: 17 text columns 570 ms, as codes into `texts` 150 ms).
 */
import { FACTS, type Field } from '#fields/table.ts';
import type { FlowBatch } from '#flow/batch/batch.ts';

/** Raised whenever a table changes: a database of another version is refused. */
export const SCHEMA_VERSION = 3;

/** Bit the store adds to FlowBatch.flags: the flow lies in several time bins and has rows in `activity`. */
export const SPREAD = 0x80;

export type ColumnType = 'UTINYINT' | 'USMALLINT' | 'UINTEGER' | 'UBIGINT' | 'BIGINT' | 'UHUGEINT';
export const BYTES_OF: Readonly<Record<ColumnType, number>> = {
  UTINYINT: 1,
  USMALLINT: 2,
  UINTEGER: 4,
  UBIGINT: 8,
  BIGINT: 8,
  UHUGEINT: 16,
};

export interface FlowColumn {
  readonly name: string;
  readonly type: ColumnType;
  /** array of the batch it is copied from as it is; undefined: the writer makes it */
  readonly from?: keyof FlowBatch;
}

const column = (name: string, type: ColumnType, from?: keyof FlowBatch): FlowColumn =>
  from === undefined ? { name, type } : { name, type, from };

/** Column of a fact of the field table: `tls.sni` → `fact_tls_sni`; a text is an id of `texts`, a number itself; 0 = none. */
export const factColumn = (key: string): string => `fact_${key.replaceAll('.', '_')}`;

/** What most flows may have is a column of `flows`: a join costs more than it saves. */
function isEverywhere(fact: Field): boolean {
  return fact.section === 'Protocol';
}

export const FLOW_COLUMNS: readonly FlowColumn[] = [
  column('id', 'UINTEGER'),
  column('import', 'UINTEGER'),
  column('start_ns', 'BIGINT', 'start'),
  column('end_ns', 'BIGINT', 'end'),
  // 128-bit addresses in two halves: unpacking a stored UHUGEINT takes 370 ns a value, two UBIGINT 10
  column('src_ip_high', 'UBIGINT'),
  column('src_ip_low', 'UBIGINT'),
  column('dst_ip_high', 'UBIGINT'),
  column('dst_ip_low', 'UBIGINT'),
  column('ip_version', 'UTINYINT', 'ipVersion'),
  // IANA protocol number; 65536 + EtherType for frames without IP
  column('proto', 'UINTEGER'),
  column('src_port', 'USMALLINT', 'srcPort'),
  column('dst_port', 'USMALLINT', 'dstPort'),
  column('src_mac', 'UBIGINT', 'srcMac'),
  column('dst_mac', 'UBIGINT', 'dstMac'),
  column('vlan', 'USMALLINT', 'vlan'),
  column('stack', 'USMALLINT'),
  column('app', 'USMALLINT'),
  column('app_by', 'UTINYINT', 'appBy'),
  column('app_why', 'UTINYINT', 'appWhy'),
  column('service', 'USMALLINT'),
  column('service_by', 'UTINYINT', 'serviceBy'),
  column('category', 'USMALLINT'),
  column('src_bytes', 'UBIGINT', 'srcBytes'),
  column('dst_bytes', 'UBIGINT', 'dstBytes'),
  column('src_packets', 'UINTEGER', 'srcPackets'),
  column('dst_packets', 'UINTEGER', 'dstPackets'),
  column('src_payload', 'UBIGINT', 'srcPayload'),
  column('dst_payload', 'UBIGINT', 'dstPayload'),
  column('src_retrans', 'UBIGINT', 'srcRetrans'),
  column('dst_retrans', 'UBIGINT', 'dstRetrans'),
  column('src_lost', 'UBIGINT', 'srcLost'),
  column('dst_lost', 'UBIGINT', 'dstLost'),
  column('tcp_state', 'UTINYINT', 'tcpState'),
  column('tcp_flags', 'USMALLINT', 'tcpFlags'),
  column('tcp_rtt', 'UINTEGER', 'tcpRtt'),
  column('flags', 'UTINYINT'),
  column('src_country', 'USMALLINT', 'srcCountry'),
  column('dst_country', 'USMALLINT', 'dstCountry'),
  column('src_asn', 'UINTEGER', 'srcAsn'),
  column('dst_asn', 'UINTEGER', 'dstAsn'),
  column('first_chunk', 'UINTEGER', 'firstChunk'),
  column('last_chunk', 'UINTEGER', 'lastChunk'),
  ...FACTS.filter(isEverywhere).map((fact) => column(factColumn(fact.key), 'UINTEGER')),
];

/** Facts that few flows have of those with others of their section. */
const SELDOM = /^(?:src|dst)\.(?:retrans\..*|out_of_order|dup_acks|gaps|zero_windows|window_full|keep_alives)$/;

/** Facts of one section of the field table: a row a flow that has one of them, so that absent ones cost nothing. */
export interface FactTable {
  readonly name: string;
  /** numbers of its facts, and their columns in the same order */
  readonly facts: readonly number[];
  readonly columns: readonly string[];
}

export const FACT_TABLES: readonly FactTable[] = [
  ...Map.groupBy(
    FACTS.filter((fact) => !isEverywhere(fact)),
    (fact) => (SELDOM.test(fact.key) ? `${fact.section} seldom` : fact.section),
  ),
].map(([section, facts]) => ({
  name: `facts_${section.toLowerCase().replaceAll(/[^a-z]+/g, '_')}`,
  facts: facts.map((fact) => FACTS.indexOf(fact)),
  columns: facts.map((fact) => factColumn(fact.key)),
}));

/** All columns of a table of facts, in order. */
export const factTableColumns = ({ columns }: FactTable): readonly FlowColumn[] => [
  column('flow', 'UINTEGER'),
  column('import', 'UINTEGER'),
  ...columns.map((name) => column(name, 'UINTEGER')),
];

/** One row a flow and time bin in which it has packets, for flows in several bins. `app` is the flow's own, to spare a join. */
export const ACTIVITY_COLUMNS: readonly FlowColumn[] = [
  column('flow', 'UINTEGER'),
  column('import', 'UINTEGER'),
  column('app', 'USMALLINT'),
  column('time_ms', 'BIGINT'),
  column('src_bytes', 'UBIGINT'),
  column('dst_bytes', 'UBIGINT'),
  column('src_packets', 'UINTEGER'),
  column('dst_packets', 'UINTEGER'),
];

const table = (name: string, columns: readonly FlowColumn[]) =>
  `CREATE TABLE ${name} (${columns.map((c) => `${c.name} ${c.type} NOT NULL`).join(', ')})`;

/** Code tables: name of each code in `flows`. */
export const CODE_TABLES = [
  'apps',
  'services',
  'categories',
  'service_bys',
  'stacks',
  'protos',
  'tcp_states',
  'app_bys',
  'app_whys',
] as const;
export type CodeTable = (typeof CODE_TABLES)[number];

/** Tables for flows that are still open: in memory, beside the dataset's file. */
export const OPEN_TABLES: readonly string[] = [
  table('flows', FLOW_COLUMNS),
  table('activity', ACTIVITY_COLUMNS),
  ...FACT_TABLES.map((facts) => table(facts.name, factTableColumns(facts))),
];

export const TABLES: readonly string[] = [
  ...OPEN_TABLES,
  'CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)',
  'CREATE TABLE imports (import UINTEGER NOT NULL, finished BOOLEAN NOT NULL)',
  'CREATE TABLE texts (id UINTEGER NOT NULL, text VARCHAR NOT NULL)',
  'CREATE TABLE names (import UINTEGER NOT NULL, ip UHUGEINT NOT NULL, name VARCHAR NOT NULL, service USMALLINT NOT NULL, category USMALLINT NOT NULL)',
  'CREATE TABLE orgs (asn UINTEGER NOT NULL, org VARCHAR NOT NULL)',
  'CREATE TABLE vendors (mac UBIGINT NOT NULL, vendor VARCHAR NOT NULL)',
  // of host names, by their ids in texts
  'CREATE TABLE domains (id UINTEGER NOT NULL, domain VARCHAR NOT NULL)',
  'CREATE TABLE more_chunks (import UINTEGER NOT NULL, flow UINTEGER NOT NULL, deltas BLOB NOT NULL)',
  'CREATE TABLE files (import UINTEGER NOT NULL, id UINTEGER NOT NULL, record VARCHAR NOT NULL)',
  'CREATE TABLE chunks (import UINTEGER NOT NULL, number UINTEGER NOT NULL, file UINTEGER NOT NULL, "offset" BIGINT NOT NULL, bytes UINTEGER NOT NULL, first_ms DOUBLE, last_ms DOUBLE, packets UINTEGER NOT NULL)',
  ...CODE_TABLES.map((name) => `CREATE TABLE ${name} (id UINTEGER NOT NULL, name VARCHAR NOT NULL)`),
];

/** Tables that databases of the same version may lack: made where they are missing. */
export const LATER_TABLES: readonly string[] = [
  // low and high: the addresses of the block; record: as query/networks.ts has it
  'CREATE TABLE IF NOT EXISTS own_networks (id UINTEGER NOT NULL, name VARCHAR NOT NULL, low UHUGEINT NOT NULL, high UHUGEINT NOT NULL, record VARCHAR NOT NULL)',
  // names of files by their numbers, and above them names of sets of files, with each of their files
  'CREATE TABLE IF NOT EXISTS file_sets (import UINTEGER NOT NULL, id UINTEGER NOT NULL, name VARCHAR NOT NULL)',
  'CREATE TABLE IF NOT EXISTS file_members (import UINTEGER NOT NULL, id UINTEGER NOT NULL, name VARCHAR NOT NULL)',
  // of flows that lie in several files
  'CREATE TABLE IF NOT EXISTS flow_files (import UINTEGER NOT NULL, flow UINTEGER NOT NULL, files UINTEGER NOT NULL)',
  // announced by flows, at addresses that need not be their own
  'CREATE TABLE IF NOT EXISTS endpoints (import UINTEGER NOT NULL, ip_high UBIGINT NOT NULL, ip_low UBIGINT NOT NULL, port USMALLINT NOT NULL, proto UTINYINT NOT NULL, app USMALLINT NOT NULL, category USMALLINT NOT NULL, proof UTINYINT NOT NULL, time_ms DOUBLE NOT NULL)',
  'CREATE TABLE IF NOT EXISTS flow_tags (flow UINTEGER NOT NULL, tag VARCHAR NOT NULL)',
  'CREATE TABLE IF NOT EXISTS flow_notes (flow UINTEGER NOT NULL, note VARCHAR NOT NULL)',
  'CREATE TABLE IF NOT EXISTS host_tags (ip UHUGEINT NOT NULL, tag VARCHAR NOT NULL)',
  'CREATE TABLE IF NOT EXISTS host_notes (ip UHUGEINT NOT NULL, note VARCHAR NOT NULL)',
];

/** Tables whose rows belong to an import, for taking one back. */
export const IMPORT_TABLES: readonly string[] = [
  ...['flows', 'activity', 'names', 'endpoints', 'more_chunks', 'files', 'chunks', 'imports'],
  ...['file_sets', 'file_members', 'flow_files'],
  ...FACT_TABLES.map(({ name }) => name),
];
