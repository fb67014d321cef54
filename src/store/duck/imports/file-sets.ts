/** Flows that lie in several files, and the sets of files that they lie in: written when an import ends, see flow-files.ts. */
import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { type Room, withRoom } from '../../memory.ts';
import { chunkNumbers } from '../read/chunks.ts';
import { readColumns } from '../read/read-columns.ts';
import { readRows } from '../read/reader.ts';
import type { Row } from '../read/source.ts';
import { RowAppender } from '../write/row-appender.ts';
import { LOGGED, SETS } from './flow-files.ts';

/** Names told of a flow in many files. */
const NAMED = 4;
/** Flows with chunks between their first and last read at once. */
const PART = 10_000;

interface Database {
  readonly connection: DuckDBConnection;
  readonly native: duckdb.Connection;
  readonly room: Room;
}

type Read = (sql: string) => Promise<readonly Row[]>;

/** Finds the flows of an import that lie in several files, once all its rows are written. */
export async function findSeveral(database: Database, catalog: string, importing: number): Promise<void> {
  const { connection, room } = database;
  const read: Read = (sql) => withRoom(room, () => readRows(connection, sql));
  const chunks = new ChunkFiles(
    await read('SELECT file, min(number) low, max(number) high FROM chunks GROUP BY file ORDER BY low'),
  );
  const [flows, firsts, lasts, logged] = await candidates(database, importing, chunks.count > 1);
  if (flows.length === 0) return;
  const known = await read(`SELECT coalesce(max(id), ${SETS - 1}) + 1 AS next FROM file_sets WHERE id >= ${SETS}`);
  const sets = new FileSets(database, catalog, importing, await namesOf(read), Number(known[0]!.next));
  try {
    for (let from = 0; from < flows.length; from += PART) {
      const to = Math.min(flows.length, from + PART);
      const more = await chunksBetween(read, flows.slice(from, to));
      for (let at = from; at < to; at++) {
        const between = more.get(flows[at]!);
        const numbers = chunkNumbers(
          [{ id: flows[at], first_chunk: firsts[at], last_chunk: lasts[at] }],
          between === undefined ? [] : [between],
        );
        const files = logged[at] === 1 ? numbers : chunks.filesOf(numbers);
        if (files.length > 1) sets.add(flows[at]!, files);
      }
    }
    await sets.flush();
  } finally {
    sets.close();
  }
}

type Candidates = [flows: number[], firsts: number[], lasts: number[], logged: number[]];

/** Flows of an import whose first and last chunk are of different files; of logs, those that know two files. */
async function candidates(
  { connection, room }: Database,
  importing: number,
  hasSeveralFiles: boolean,
): Promise<Candidates> {
  const of = `import = ${Math.floor(importing)}`;
  const file = (chunk: string): string =>
    `JOIN (SELECT number, min(file) AS file FROM chunks GROUP BY number) ${chunk} ON ${chunk}.number = f.${chunk}`;
  const ofPackets = `SELECT f.id, f.first_chunk, f.last_chunk, 0 AS logged FROM flows f ${file('first_chunk')} ${file('last_chunk')} WHERE f.${of} AND f.first_chunk <> f.last_chunk AND first_chunk.file <> last_chunk.file AND f.stack NOT IN ${LOGGED}`;
  const ofLogs = `SELECT id, first_chunk, last_chunk, 1 AS logged FROM flows WHERE ${of} AND first_chunk <> last_chunk AND stack IN ${LOGGED}`;
  const sql = hasSeveralFiles ? `${ofPackets} UNION ALL ${ofLogs}` : ofLogs;
  return (await withRoom(room, () => readColumns(connection, sql))) as Candidates;
}

/** By the files' numbers. */
async function namesOf(read: Read): Promise<ReadonlyMap<number, string>> {
  const rows = await read(`SELECT id, name FROM file_members WHERE id < ${SETS}`);
  return new Map(rows.map(({ id, name }) => [Number(id), String(name)]));
}

/** Rows of more_chunks, by their flows. */
async function chunksBetween(read: Read, flows: readonly number[]): Promise<ReadonlyMap<number, Row>> {
  const rows = await read(`SELECT flow, deltas FROM more_chunks WHERE flow IN (${flows.join(',')})`);
  return new Map(rows.map((row) => [Number(row.flow), row]));
}

/** Which file a chunk is of: each file has a run of numbers. */
class ChunkFiles {
  readonly #lows: readonly number[];
  readonly #highs: readonly number[];
  readonly #ids: readonly number[];

  /** `rows`: file, low and high, ascending */
  constructor(rows: readonly Row[]) {
    this.#lows = rows.map((row) => Number(row.low));
    this.#highs = rows.map((row) => Number(row.high));
    this.#ids = rows.map((row) => Number(row.file));
  }

  /** files with chunks */
  get count(): number {
    return this.#ids.length;
  }

  filesOf(chunks: readonly number[]): readonly number[] {
    const places = new Set(chunks.map((chunk) => this.#placeOf(chunk)));
    places.delete(-1);
    return [...places].map((place) => this.#ids[place]!);
  }

  /** -1 = of none */
  #placeOf(chunk: number): number {
    let [low, high] = [0, this.#lows.length - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (chunk < this.#lows[middle]!) high = middle - 1;
      else if (chunk > this.#highs[middle]!) low = middle + 1;
      else return middle;
    }
    return -1;
  }
}

/** Writes sets of files, each once, and the flows that lie in them. */
class FileSets {
  readonly #room: Room;
  readonly #importing: number;
  readonly #names: ReadonlyMap<number, string>;
  readonly #numbers = new Map<string, number>();
  readonly #sets: RowAppender;
  readonly #members: RowAppender;
  readonly #flows: RowAppender;
  #next: number;

  /** `names` are by a file's number, `next` is the first free number of a set. */
  constructor(
    { native, room }: Database,
    catalog: string,
    importing: number,
    names: ReadonlyMap<number, string>,
    next: number,
  ) {
    this.#room = room;
    this.#importing = importing;
    this.#names = names;
    this.#next = next;
    this.#sets = new RowAppender(native, room, catalog, 'file_sets');
    this.#members = new RowAppender(native, room, catalog, 'file_members');
    this.#flows = new RowAppender(native, room, catalog, 'flow_files');
  }

  add(flow: number, files: readonly number[]): void {
    const set = this.#numberOf(files);
    this.#flows.row((a) => {
      duckdb.append_uint32(a, this.#importing);
      duckdb.append_uint32(a, flow);
      duckdb.append_uint32(a, set);
    });
  }

  async flush(): Promise<void> {
    for (const table of [this.#sets, this.#members, this.#flows]) while (!table.flush()) await this.#room.more();
  }

  close(): void {
    for (const table of [this.#sets, this.#members, this.#flows]) table.close();
  }

  #numberOf(files: readonly number[]): number {
    const key = files.join();
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const set = this.#next++;
    this.#numbers.set(key, set);
    const own = [...new Set(files.map((id) => this.#names.get(id) ?? ''))].filter((name) => name !== '');
    const more = own.length - NAMED + 1;
    const text = more <= 1 ? own.join(', ') : `${own.slice(0, NAMED - 1).join(', ')} and ${more} more`;
    this.#named(this.#sets, set, text);
    for (const name of own) this.#named(this.#members, set, name);
    return set;
  }

  #named(table: RowAppender, id: number, name: string): void {
    table.row((a) => {
      duckdb.append_uint32(a, this.#importing);
      duckdb.append_uint32(a, id);
      duckdb.append_varchar(a, name);
    });
  }
}
