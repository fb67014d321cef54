/**
 * Tags and notes of flows and hosts, in tables beside them. A change can be taken back as long as no import has given flows other
 * numbers. Flows that are decoded again take their marks along: the same ends, at the same time.
 */
import { randomUUID } from 'node:crypto';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import { bigintOfIp, ipOfBigint } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import type { KeyPart } from '#flow/spaces.ts';
import { type HostMarks, type MarkChange, type Marks, MOST_TAGS } from '#query/marks.ts';
import { LOG_STACK, type StoredFile } from '../protocol.ts';
import { readRows } from './read/reader.ts';
import type { Row } from './read/source.ts';
import { FACT_TABLES } from './schema.ts';

/** Rows of tags in a dataset. */
const MOST_ROWS = 2_000_000;
const MOST_HOSTS = 10_000;
const MOST_UNDO = 10;

interface Kind {
  readonly tags: 'flow_tags' | 'host_tags';
  readonly notes: 'flow_notes' | 'host_notes';
  readonly key: 'flow' | 'ip';
  readonly type: 'UINTEGER' | 'UHUGEINT';
}
const FLOWS: Kind = { tags: 'flow_tags', notes: 'flow_notes', key: 'flow', type: 'UINTEGER' };
const HOSTS: Kind = { tags: 'host_tags', notes: 'host_notes', key: 'ip', type: 'UHUGEINT' };

/** Rows that a change took out or put in, to be turned around. */
interface Step {
  readonly table: string;
  readonly column: 'tag' | 'note';
  readonly kind: Kind;
  readonly did: 'added' | 'removed';
  readonly text: string;
  /** keys, with commas between */
  readonly keys: string;
}

/** Runs statements on the dataset's connection, nothing of others in between. */
export type Alone = <T>(work: (connection: DuckDBConnection) => Promise<T>) => Promise<T>;

export class MarkTables {
  readonly #alone: Alone;
  readonly #undo = new Map<string, readonly Step[]>();

  constructor(alone: Alone) {
    this.#alone = alone;
  }

  /** Changes taken back no more: numbers of flows have changed. */
  forget(): void {
    this.#undo.clear();
  }

  /** `flows`: those meant, that are there. The number that changed, and the word that takes it back. */
  async change(change: MarkChange, flows: Uint32Array): Promise<{ readonly changed: number; readonly undo?: string }> {
    const kind = change.on.kind === 'hosts' ? HOSTS : FLOWS;
    const keys = change.on.kind === 'hosts' ? change.on.ips.map((ip) => String(bigintOfIp(ip))) : Array.from(flows);
    if (keys.length === 0) return { changed: 0 };
    const list = keys.join(',');
    const steps: Step[] = [];
    const touched = new Set<string>();
    await this.#alone((connection) =>
      inTransaction(connection, async () => {
        const step = (column: 'tag' | 'note', did: Step['did'], rows: readonly Row[]): void => {
          for (const row of rows) touched.add(String(row.k));
          for (const [text, own] of Map.groupBy(rows, (row) => String(row.t)))
            steps.push({
              table: column === 'tag' ? kind.tags : kind.notes,
              column,
              kind,
              did,
              text,
              keys: own.map(({ k }) => String(k)).join(','),
            });
        };
        for (const tag of change.remove)
          step('tag', 'removed', await removed(connection, kind, kind.tags, 'tag', list, tag));
        for (const tag of await this.#spelt(connection, change.add))
          step('tag', 'added', await added(connection, kind, kind.tags, 'tag', list, tag));
        if (change.note !== undefined) {
          const same = await notesLike(connection, kind, list, change.note);
          step('note', 'removed', await removed(connection, kind, kind.notes, 'note', list, undefined));
          if (change.note !== '')
            step('note', 'added', await added(connection, kind, kind.notes, 'note', list, change.note));
          for (const key of same) touched.delete(key);
        }
        const [row] = await readRows(connection, `SELECT count(*) n FROM ${kind.tags}`);
        if (Number(row!.n) > MOST_ROWS) throw usage(`a dataset has at most ${MOST_ROWS} tags on its flows`);
      }),
    );
    if (steps.length === 0) return { changed: 0 };
    const undo = randomUUID();
    this.#undo.set(undo, steps);
    for (const old of this.#undo.keys()) if (this.#undo.size > MOST_UNDO) this.#undo.delete(old);
    return { changed: touched.size, undo };
  }

  /** AppError NOT_FOUND for a change that can't be taken back any more. */
  async takeBack(word: string): Promise<void> {
    const steps = this.#undo.get(word);
    if (steps === undefined) throw new AppError('NOT_FOUND', { what: 'that change, or its flows as they were then,' });
    this.#undo.delete(word);
    await this.#alone((connection) =>
      inTransaction(connection, async () => {
        for (const { kind, table, column, did, text, keys } of steps.toReversed())
          if (did === 'added') await removed(connection, kind, table, column, keys, text);
          else await added(connection, kind, table, column, keys, text);
      }),
    );
  }

  /** Tags as they are spelt already, where they differ in case. */
  async #spelt(connection: DuckDBConnection, tags: readonly string[]): Promise<readonly string[]> {
    const known = new Map(
      (await readRows(connection, 'SELECT DISTINCT tag FROM flow_tags UNION SELECT DISTINCT tag FROM host_tags')).map(
        ({ tag }) => [String(tag).toLowerCase(), String(tag)],
      ),
    );
    for (const tag of tags) if (!known.has(tag.toLowerCase())) known.set(tag.toLowerCase(), tag);
    if (known.size > MOST_TAGS) throw usage(`a dataset has at most ${MOST_TAGS} different tags`);
    return [...new Set(tags.map((tag) => known.get(tag.toLowerCase())!))];
  }
}

const usage = (message: string): AppError => new AppError('USAGE', { message });

const keysSql = (kind: Kind): string => `(SELECT unnest(string_split($1, ','))::${kind.type} AS k)`;

async function run(connection: DuckDBConnection, sql: string, values: DuckDBValue[]): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql, values);
  return reader.getRowObjectsJS() as readonly Row[];
}

/** Rows taken out: key and text. Without a text, all of those keys. */
function removed(
  connection: DuckDBConnection,
  kind: Kind,
  table: string,
  column: string,
  keys: string,
  text: string | undefined,
): Promise<readonly Row[]> {
  const test = text === undefined ? '' : ` AND lower(${column}) = lower($2)`;
  return run(
    connection,
    `DELETE FROM ${table} WHERE ${kind.key} IN ${keysSql(kind)}${test} RETURNING ${kind.key} AS k, ${column} AS t`,
    text === undefined ? [keys] : [keys, text],
  );
}

/** Rows put in, where they were not there. */
function added(
  connection: DuckDBConnection,
  kind: Kind,
  table: string,
  column: string,
  keys: string,
  text: string,
): Promise<readonly Row[]> {
  return run(
    connection,
    `INSERT INTO ${table} SELECT DISTINCT l.k, $2 FROM ${keysSql(kind)} l WHERE l.k NOT IN (SELECT ${kind.key} FROM ${table} WHERE lower(${column}) = lower($2))${kind === FLOWS ? ' AND l.k IN (SELECT id FROM flows)' : ''} RETURNING ${kind.key} AS k, ${column} AS t`,
    [keys, text],
  );
}

async function notesLike(
  connection: DuckDBConnection,
  kind: Kind,
  keys: string,
  note: string,
): Promise<readonly string[]> {
  const rows = await run(
    connection,
    `SELECT ${kind.key} AS k FROM ${kind.notes} WHERE ${kind.key} IN ${keysSql(kind)} AND note = $2`,
    [keys, note],
  );
  return rows.map(({ k }) => String(k));
}

async function inTransaction(connection: DuckDBConnection, work: () => Promise<void>): Promise<void> {
  await connection.run('BEGIN');
  try {
    await work();
    await connection.run('COMMIT');
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

export async function readMarks(connection: DuckDBConnection): Promise<Marks> {
  const tags = await readRows(
    connection,
    `SELECT tag, sum(flows) flows, sum(hosts) hosts FROM (SELECT tag, count(*) flows, 0 hosts FROM flow_tags GROUP BY tag UNION ALL SELECT tag, 0, count(*) FROM host_tags GROUP BY tag) GROUP BY tag ORDER BY lower(tag), tag`,
  );
  const hosts = await hostMarks((sql) => readRows(connection, sql), '');
  const [notes] = await readRows(connection, 'SELECT count(DISTINCT flow) n FROM flow_notes');
  return {
    tags: tags.map(({ tag, flows, hosts }) => ({ tag: String(tag), flows: Number(flows), hosts: Number(hosts) })),
    hosts: [...hosts.values()],
    notes: Number(notes!.n),
  };
}

/** Marks of hosts by address; of some of them: `test` is what their address `ip` must pass. */
export async function hostMarks(
  read: (sql: string) => Promise<readonly Row[]>,
  test: string,
): Promise<ReadonlyMap<string, HostMarks>> {
  const where = test === '' ? '' : ` WHERE ${test}`;
  const rows = await read(
    `SELECT ip, list_sort(list(tag) FILTER (tag IS NOT NULL)) tags, string_agg(note, chr(10)) AS note FROM (SELECT ip, tag, NULL note FROM host_tags UNION ALL SELECT ip, NULL, note FROM host_notes)${where} GROUP BY ip ORDER BY ip LIMIT ${MOST_HOSTS}`,
  );
  return new Map(
    rows.map((row) => {
      const ip = ipOfBigint(row.ip as bigint);
      const tags = (row.tags ?? []) as readonly string[];
      return [ip, { ip, tags, ...(row.note === null ? {} : { note: String(row.note) }) }];
    }),
  );
}

/** Of some flows those that are there and finished. */
export async function flowsThere(
  connection: DuckDBConnection,
  ids: readonly number[],
  flows: string,
): Promise<Uint32Array> {
  const whole = ids.filter((id) => Number.isSafeInteger(id) && id >= 0 && id < 2 ** 31);
  if (whole.length === 0) return new Uint32Array(0);
  const rows = await run(
    connection,
    `SELECT id FROM ${flows} f WHERE id IN (SELECT unnest(string_split($1, ','))::UINTEGER)`,
    [whole.join(',')],
  );
  return Uint32Array.from(rows, ({ id }) => Number(id));
}

/** By part of a flow's key: columns that are then the same of all its packets. */
const KEY_COLUMNS: Readonly<Record<KeyPart, readonly string[]>> = {
  vlan: ['vlan', 'fact_vlan_inner'],
  vni: ['fact_vni'],
};
const TUNNELS = FACT_TABLES.find(({ columns }) => columns.includes('fact_vni'))!;

/** Part of the key of a logged flow: each interface and rule logs it by itself. */
const LOG_KEY = ['fact_nic', 'fact_rule', 'fact_direction'] as const;
const LOGS = FACT_TABLES.find(({ columns }) => LOG_KEY.every((column) => columns.includes(column)))!;

/** Flows with what SAME compares. */
const comparable = (where: string, keyBy: readonly KeyPart[]): string => {
  const facts = keyBy.flatMap((part) => KEY_COLUMNS[part]).filter((column) => column.startsWith('fact_'));
  const columns = [
    // Each import numbers its texts anew.
    ...LOG_KEY.map((column) => `, coalesce(${column}_text.text, '') AS ${column}`),
    ...facts.map((column) => `, coalesce(t.${column}, 0) AS ${column}`),
  ].join('');
  const tunnels = facts.length === 0 ? '' : ` LEFT JOIN ${TUNNELS.name} t ON t.flow = f.id`;
  const texts = LOG_KEY.map((column) => ` LEFT JOIN texts ${column}_text ON ${column}_text.id = l.${column}`).join('');
  const join = ` LEFT JOIN ${LOGS.name} l ON l.flow = f.id${texts}${tunnels}`;
  return `(SELECT f.*, f.stack IN (SELECT id FROM stacks WHERE name = '${LOG_STACK}') AS is_logged${columns} FROM flows f${join} WHERE ${where})`;
};
const SAME = (ends: string, keyBy: readonly KeyPart[]): string =>
  [
    'n.is_logged = o.is_logged AND n.ip_version = o.ip_version AND n.proto = o.proto',
    ...LOG_KEY.map((column) => `(NOT o.is_logged OR n.${column} = o.${column})`),
    ...keyBy.flatMap((part) => KEY_COLUMNS[part]).map((column) => `(o.is_logged OR n.${column} = o.${column})`),
    `${ends} AND n.start_ns <= o.start_ns AND n.end_ns >= o.start_ns`,
  ].join(' AND ');
const ENDS = ['ip_high', 'ip_low', 'port', 'mac'] as const;
const endsLike = (turned: boolean): string =>
  ENDS.flatMap((part) =>
    (['src', 'dst'] as const).map((side) => {
      const other = turned ? (side === 'src' ? 'dst' : 'src') : side;
      const test = `n.${other}_${part} = o.${side}_${part}`;
      // with addresses the hardware is no part of the key
      return part === 'mac' ? `(o.ip_version <> 0 OR ${test})` : test;
    }),
  ).join(' AND ');

/** Statements within the transaction that replaces flows by those of an import: marks go over, those of flows that are gone go. */
export function moveMarksSql(importing: number, replaced: string, keyBy: readonly KeyPart[]): readonly string[] {
  const old = `(SELECT id FROM flows WHERE ${replaced})`;
  return (['flow_tags', 'flow_notes'] as const).flatMap((table) => {
    const marked = comparable(`f.id IN (SELECT flow FROM ${table}) AND f.id IN ${old}`, keyBy);
    const fresh = comparable(`f.import = ${Math.floor(importing)}`, keyBy);
    const pairs = [false, true].map(
      (turned) =>
        `SELECT o.id AS was, n.id AS becomes, n.start_ns FROM ${marked} o JOIN ${fresh} n ON ${SAME(endsLike(turned), keyBy)}`,
    );
    const text = table === 'flow_tags' ? 'tag' : 'note';
    return [
      // The latest that had begun by then is the one.
      `UPDATE ${table} SET flow = m.becomes FROM (SELECT was, arg_max(becomes, start_ns) AS becomes FROM (${pairs.join(' UNION ALL ')}) GROUP BY was) m WHERE ${table}.flow = m.was`,
      `DELETE FROM ${table} WHERE flow IN ${old}`,
      `DELETE FROM ${table} WHERE rowid NOT IN (SELECT min(rowid) FROM ${table} GROUP BY flow, ${text})`,
    ];
  });
}

/** What is part of the key of an import's flows: as its files were decoded; without any, as others were. */
export async function keyPartsOf(connection: DuckDBConnection, importing: number): Promise<readonly KeyPart[]> {
  const rows = await readRows(connection, 'SELECT import, record FROM files');
  const own = rows.filter((row) => Number(row.import) === importing);
  const parts = (own.length > 0 ? own : rows).flatMap(
    ({ record }) => (JSON.parse(String(record)) as StoredFile).settings?.keyBy ?? [],
  );
  return [...new Set(parts)];
}

/** True when a flow has a tag or a note. */
export async function hasMarks(connection: DuckDBConnection): Promise<boolean> {
  return (await readRows(connection, 'SELECT 1 FROM flow_tags UNION ALL SELECT 1 FROM flow_notes LIMIT 1')).length > 0;
}

/** Marks of flows that an import brought that is taken back. */
export const dropMarksSql = (importing: number): readonly string[] =>
  ['flow_tags', 'flow_notes'].map(
    (table) => `DELETE FROM ${table} WHERE flow IN (SELECT id FROM flows WHERE import = ${Math.floor(importing)})`,
  );
