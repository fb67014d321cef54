/**
 * One dataset's database: attached to the process's DuckDB under a name of its own, with a second one in memory for
 * flows that are still open. Written without a log: what an import adds lasts from the checkpoint that ends it, and a
 * crash leaves the file as the last checkpoint left it.
 */
import { DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { AppError, assertNever } from '#base/errors.ts';
import type { FlowBatch } from '#flow/batch.ts';
import { TCP_STATES } from '#flow/tcp-state.ts';
import type { Answers, FilterFault, Question, Scope } from '#query/question.ts';
import { IP_PROTOCOLS } from '#registry/ip-protocols.ts';
import type { Delivery, StoredFile } from '../protocol.ts';
import type { ChunkRef, ExportRequest } from '../store.ts';
import { chunkNumbers } from './chunks.ts';
import type { FlowColumnsRead } from './flow-rows.ts';
import { durations, links, places, top, totals, values } from './groups.ts';
import { FLOW_COUNT_IDS } from './ids.ts';
import { exportFlows, Pages } from './pages.ts';
import { writeParquet } from './parquet.ts';
import { readColumns } from './read-columns.ts';
import { Readers, type Row, readIds, readRows, type Source } from './reader.ts';
import {
  CODE_TABLES,
  type CodeTable,
  FLOW_COLUMNS,
  IMPORT_TABLES,
  OPEN_TABLES,
  SCHEMA_VERSION,
  TABLES,
} from './schema.ts';
import { timeline } from './timeline.ts';
import { Parameters, whereOf } from './where.ts';
import { type Held, Writer } from './writer.ts';

/** Questions answered at the same time. */
const READERS = 2;
/** A snapshot of open flows makes pending rows visible at most this often. */
const SNAPSHOT_INTERVAL_MS = 700;

/** Ids of open flows: above all others, a range for each port. */
const { OPEN_BASE, OPEN_RANGE } = FLOW_COUNT_IDS;

export interface Engine {
  readonly database: duckdb.Database;
  /** ms of a clock that never goes back */
  now(): number;
}

/** State of one port's snapshot of open flows. */
export interface OpenPort {
  readonly number: number;
  /** marks the rows of the snapshot at hand; 0 = none */
  snapshot: number;
  accepts: boolean;
  rows: number;
}

export class Dataset {
  readonly #name: string;
  readonly #path: string;
  readonly #engine: Engine;
  readonly #native: duckdb.Connection;
  /** for statements; appends have a connection of their own, a statement in flight on it would be lost */
  readonly #connection: DuckDBConnection;
  #statements: Promise<unknown> = Promise.resolve();
  readonly #readers: Readers;
  readonly #pages = new Pages();
  #writer: Writer | undefined;
  #opening: Promise<void> | undefined;
  #version: number;
  #baseWidthMs: number;
  #openRows = 0;
  #snapshots = 0;
  /** rows of dropped snapshots leave one after the other; a new snapshot's rows have a number of their own */
  #pendingDrop: Promise<void> = Promise.resolve();
  #lastFlush = -Infinity;
  #nextImport: number;
  #nextFile: number;
  #nextChunk: number;
  #all:
    | { version: number; answer: Promise<{ volume: Answers['totals']['all']; first?: number; last?: number }> }
    | undefined;
  readonly #counts = new Map<string, Promise<number>>();
  readonly #importing = new Set<number>();

  private constructor(
    engine: Engine,
    name: string,
    path: string,
    native: duckdb.Connection,
    connection: DuckDBConnection,
    readers: Readers,
    numbers: Row,
  ) {
    this.#engine = engine;
    this.#name = name;
    this.#path = path;
    this.#native = native;
    this.#connection = connection;
    this.#readers = readers;
    this.#version = Number(numbers.version) + 1;
    this.#baseWidthMs = Number(numbers.width);
    this.#nextImport = Number(numbers.import) + 1;
    this.#nextFile = Number(numbers.file) + 1;
    this.#nextChunk = Number(numbers.chunk) + 1;
  }

  /** Opens or makes the database. AppError DATASET_SCHEMA for one of another version. */
  static async open(engine: Engine, name: string, path: string): Promise<Dataset> {
    const connection = new DuckDBConnection(await duckdb.connect(engine.database));
    const isMemory = path === ':memory:';
    await connection.run(
      `ATTACH '${path.replaceAll("'", "''")}' AS ${name}${isMemory ? '' : " (STORAGE_VERSION 'v1.5.0', RECOVERY_MODE no_wal_writes)"}`,
    );
    try {
      await connection.run(`ATTACH ':memory:' AS ${name}_open`);
      for (const sql of OPEN_TABLES)
        await connection.run(sql.replace('CREATE TABLE ', `CREATE TABLE ${name}_open.main.`));
      await connection.run(`USE ${name}`);
      await prepare(connection, path);
      const [numbers] = await readRows(
        connection,
        `SELECT (SELECT coalesce(max(import), 0) FROM imports) AS import, (SELECT coalesce(max(id), 0) FROM files) AS file, (SELECT coalesce(max(number), -1) FROM chunks) AS chunk,
        coalesce((SELECT value::BIGINT FROM meta WHERE key = 'version'), 0) AS version, coalesce((SELECT value::DOUBLE FROM meta WHERE key = 'width_ms'), 1) AS width`,
      );
      const readers: DuckDBConnection[] = [];
      for (let i = 0; i < READERS; i++) {
        const reader = new DuckDBConnection(await duckdb.connect(engine.database));
        await reader.run(`USE ${name}`);
        readers.push(reader);
      }
      return new Dataset(
        engine,
        name,
        path,
        await duckdb.connect(engine.database),
        connection,
        new Readers(readers),
        numbers!,
      );
    } catch (error) {
      await connection.run('USE memory');
      await connection.run(`DETACH DATABASE IF EXISTS ${name}_open`);
      await connection.run(`DETACH DATABASE IF EXISTS ${name}`);
      connection.closeSync();
      throw error;
    }
  }

  get version(): number {
    return this.#version;
  }

  // Imports

  async begin(): Promise<number> {
    const importing = this.#nextImport++;
    this.#importing.add(importing);
    await this.#run(`INSERT INTO imports VALUES (${importing}, false)`);
    this.#opening ??= this.#held().then((held) => {
      this.#writer = new Writer(this.#native, this.#name, `${this.#name}_open`, held);
    });
    await this.#opening;
    return importing;
  }

  reserve(chunks: number): { file: number; firstChunk: number } {
    const firstChunk = this.#nextChunk;
    this.#nextChunk += Math.max(1, Math.ceil(chunks));
    return { file: this.#nextFile++, firstChunk };
  }

  append(importing: number, batch: FlowBatch, stacks: readonly string[], widthMs: number): void {
    this.#widen(widthMs);
    if (this.#writer!.append(importing, batch, stacks)) this.#changed();
  }

  appendOpen(port: OpenPort, batch: FlowBatch, stacks: readonly string[], widthMs: number, first: boolean): void {
    if (first) {
      port.accepts = this.#engine.now() - this.#lastFlush > SNAPSHOT_INTERVAL_MS;
      if (port.accepts) {
        this.#writer!.flush();
        this.dropOpen(port);
        port.snapshot = ++this.#snapshots;
        this.#lastFlush = this.#engine.now();
      }
    }
    if (!port.accepts) return;
    this.#widen(widthMs);
    const room = Math.max(0, OPEN_RANGE - port.rows);
    if (batch.length > room) return;
    this.#writer!.appendOpen(port.snapshot, OPEN_BASE + (port.number % 128) * OPEN_RANGE + port.rows, batch, stacks);
    port.rows += batch.length;
    this.#openRows += batch.length;
    this.#changed();
  }

  /** Forgets a port's open flows. */
  dropOpen(port: OpenPort): void {
    if (port.rows === 0) return;
    this.#openRows -= port.rows;
    port.rows = 0;
    const { snapshot } = port;
    this.#pendingDrop = this.#pendingDrop.then(async () => {
      for (const table of ['flows', 'activity'])
        await this.#run(`DELETE FROM ${this.#name}_open.main.${table} WHERE import = ${snapshot}`);
    });
  }

  note(importing: number, delivery: Exclude<Delivery, { kind: 'flows' | 'open' | 'done' }>): Promise<void> | undefined {
    switch (delivery.kind) {
      case 'names':
        this.#writer!.appendNames(importing, delivery.names);
        return undefined;
      case 'orgs':
        this.#writer!.appendOrgs(delivery.asn, delivery.org);
        return undefined;
      case 'chunks':
        this.#writer!.appendChunks(importing, delivery.file, delivery.chunks);
        return undefined;
      case 'file':
        return this.putFile(importing, delivery.file);
      default:
        return assertNever(delivery);
    }
  }

  async putFile(importing: number, file: StoredFile): Promise<void> {
    await this.#run(`DELETE FROM files WHERE id = ${Math.floor(file.id)}`);
    await this.#run(`INSERT INTO files VALUES (${importing}, ${Math.floor(file.id)}, $1)`, [JSON.stringify(file)]);
    this.#changed();
    if (!this.#importing.has(importing)) await this.#checkpoint();
  }

  async finish(importing: number): Promise<void> {
    this.#writer!.flush();
    await this.#pendingDrop;
    this.#importing.delete(importing);
    await this.#run(`UPDATE imports SET finished = true WHERE import = ${importing}`);
    this.#changed();
    await this.#run(
      `INSERT OR REPLACE INTO meta VALUES ('version', '${this.#version}'), ('width_ms', '${this.#baseWidthMs}')`,
    );
    this.#closeWriter();
    await this.#checkpoint();
  }

  async rollback(importing: number): Promise<void> {
    this.#writer!.flush();
    await this.#pendingDrop;
    this.#importing.delete(importing);
    for (const table of IMPORT_TABLES) await this.#run(`DELETE FROM ${table} WHERE import = ${importing}`);
    this.#changed();
    this.#closeWriter();
    await this.#checkpoint();
  }

  #closeWriter(): void {
    if (this.#importing.size > 0) return;
    this.#writer?.close();
    this.#writer = undefined;
    this.#opening = undefined;
  }

  async #checkpoint(): Promise<void> {
    if (this.#path !== ':memory:')
      await this.#run(`CHECKPOINT ${this.#name}`).catch(() => this.#run(`FORCE CHECKPOINT ${this.#name}`));
  }

  /** Statements run one after the other. */
  #run(sql: string, values?: DuckDBValue[]): Promise<unknown> {
    const next = this.#statements.then(() => this.#connection.run(sql, values));
    this.#statements = next.catch(() => undefined);
    return next;
  }

  #widen(widthMs: number): void {
    if (widthMs > this.#baseWidthMs) this.#baseWidthMs = widthMs;
  }

  #changed(): void {
    this.#version++;
    this.#lastFlush = this.#engine.now();
    this.#counts.clear();
  }

  async #held(): Promise<Held> {
    await this.#statements;
    const connection = this.#connection;
    const [numbers] = await readRows(
      connection,
      'SELECT (SELECT coalesce(max(id) + 1, 0) FROM flows) AS flow, (SELECT coalesce(max(id) + 1, 1) FROM texts) AS text',
    );
    const codes = {} as Record<CodeTable, (readonly [number, string])[]>;
    for (const table of CODE_TABLES)
      codes[table] = (await readRows(connection, `SELECT id, name FROM ${table} ORDER BY id`)).map((row) => [
        Number(row.id),
        String(row.name),
      ]);
    const names = (await readRows(connection, 'SELECT ip FROM names')).map((row) => row.ip as bigint);
    const asns = (await readRows(connection, 'SELECT asn FROM orgs')).map((row) => Number(row.asn));
    return { nextFlow: Number(numbers!.flow), nextText: Number(numbers!.text), codes, names, asns };
  }

  // Questions

  /** Answers a question; a filter that can't be understood is an answer, too. */
  async ask(
    question: Question,
    onStart?: (interrupt: () => void) => void,
  ): Promise<Answers[Question['kind']] | FilterFault> {
    return this.#readers.use(async (connection) => {
      onStart?.(() => connection.interrupt());
      const source = this.#source(connection);
      const parameters = new Parameters();
      const where = 'scope' in question ? whereOf(question.scope, parameters) : 'TRUE';
      if (typeof where !== 'string') return where;
      try {
        return await this.#answer(question, source, where, parameters);
      } catch (error) {
        const pattern = patternFault(error, 'scope' in question ? question.scope : undefined);
        if (pattern) return pattern;
        throw error;
      }
    });
  }

  async #answer(
    question: Question,
    source: Source,
    where: string,
    parameters: Parameters,
  ): Promise<Answers[Question['kind']]> {
    switch (question.kind) {
      case 'totals': {
        const all = await this.#total(source);
        const scope = where === 'TRUE' ? all : await totals(source, where, parameters);
        const { volume, ...span } = all;
        return { scope: scope.volume, all: volume, ...span };
      }
      case 'flows':
        return this.#pages.page(
          source,
          question,
          where,
          parameters,
          await this.#count(source, where, parameters, question.scope),
          this.#version,
        );
      case 'flow':
        return this.#pages.flow(source, question.id);
      case 'top':
        return top(source, question, where, parameters);
      case 'links':
        return links(source, question, where, parameters);
      case 'timeline':
        return timeline(source, question, where, parameters);
      case 'durations':
        return durations(source, where, parameters);
      case 'places':
        return places(source, where, parameters);
      case 'values':
        return values(source, question, where, parameters);
      default:
        return assertNever(question);
    }
  }

  #total(source: Source): Promise<{ volume: Answers['totals']['all']; first?: number; last?: number }> {
    if (this.#all?.version !== this.#version) {
      const all = { version: this.#version, answer: totals(source, 'TRUE', new Parameters()) };
      this.#all = all;
      all.answer.catch(() => {
        if (this.#all === all) this.#all = undefined;
      });
    }
    return this.#all!.answer;
  }

  async #count(source: Source, where: string, parameters: Parameters, scope: Scope): Promise<number> {
    const key = JSON.stringify(scope);
    const version = this.#version;
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = source
        .rows(`SELECT count(*) n FROM ${source.flows} f WHERE ${where}`, parameters)
        .then(([row]) => Number(row!.n));
      if (this.#counts.size > 100) this.#counts.clear();
      this.#counts.set(key, count);
      count.catch(() => this.#counts.delete(key));
    }
    const n = await count;
    if (version !== this.#version) this.#counts.delete(key);
    return n;
  }

  #source(connection: DuckDBConnection): Source {
    return {
      flows: this.#table(
        'flows',
        FLOW_COLUMNS.map((c) => c.name),
      ),
      activity: this.#table('activity', undefined),
      baseWidthMs: this.#baseWidthMs,
      rows: (sql, parameters) => readRows(connection, sql, parameters),
      columns: (sql, parameters) => readColumns(connection, sql, parameters),
      ids: (sql, parameters) => readIds(connection, sql, parameters),
    };
  }

  #table(name: string, columns: readonly string[] | undefined): string {
    if (this.#openRows === 0) return name;
    const list = columns?.join(', ') ?? '*';
    return `(SELECT ${list} FROM ${this.#name}.main.${name} UNION ALL SELECT ${list} FROM ${this.#name}_open.main.${name})`;
  }

  async files(): Promise<readonly StoredFile[]> {
    const rows = await this.#readers.use((connection) => readRows(connection, 'SELECT record FROM files ORDER BY id'));
    return rows.map((row) => JSON.parse(String(row.record)) as StoredFile);
  }

  async chunksOf(flows: readonly number[]): Promise<readonly ChunkRef[]> {
    return this.#readers.use(async (connection) => {
      const list = flows.filter((id) => Number.isSafeInteger(id) && id >= 0).join(',');
      if (list === '') return [];
      const spans = await readRows(
        connection,
        `SELECT id, first_chunk, last_chunk FROM ${this.#table('flows', ['id', 'first_chunk', 'last_chunk'])} f WHERE id IN (${list})`,
      );
      const more = await readRows(connection, `SELECT flow, deltas FROM more_chunks WHERE flow IN (${list})`);
      const numbers = chunkNumbers(spans, more);
      if (numbers.length === 0) return [];
      const chunks = await readRows(
        connection,
        `SELECT number, file, "offset", bytes FROM chunks WHERE number IN (${numbers.join(',')}) ORDER BY file, "offset"`,
      );
      return chunks.map((row) => ({
        number: Number(row.number),
        file: Number(row.file),
        offset: Number(row.offset),
        bytes: Number(row.bytes),
      }));
    });
  }

  /** Flows in parts, as columns. AppError FILTER_INVALID. */
  async *export(request: ExportRequest): AsyncGenerator<FlowColumnsRead> {
    const parameters = new Parameters();
    const where = whereOf(request.scope, parameters);
    if (typeof where !== 'string') throw new AppError('FILTER_INVALID', { message: where.message });
    const connection = new DuckDBConnection(await duckdb.connect(this.#engine.database));
    try {
      await connection.run(`USE ${this.#name}`);
      yield* exportFlows(
        this.#source(connection),
        request.fields,
        where,
        parameters,
        request.sort ?? [],
        request.limit,
      );
    } finally {
      connection.closeSync();
    }
  }

  async exportParquet(request: ExportRequest, path: string): Promise<number> {
    const parameters = new Parameters();
    const where = whereOf(request.scope, parameters);
    if (typeof where !== 'string') throw new AppError('FILTER_INVALID', { message: where.message });
    return this.#readers.use((connection) =>
      writeParquet(connection, this.#source(connection).flows, request, where, parameters, path),
    );
  }

  async close(): Promise<void> {
    await this.#pendingDrop;
    this.#writer?.close();
    this.#writer = undefined;
    await this.#readers.close();
    await this.#run('USE memory');
    await this.#run(`DETACH ${this.#name}_open`);
    await this.#run(`DETACH ${this.#name}`);
    this.#connection.closeSync();
    duckdb.disconnect_sync(this.#native);
  }
}

/** Makes the tables of a new database; removes what an import left that never ended. */
async function prepare(connection: DuckDBConnection, path: string): Promise<void> {
  const tables = (
    await readRows(
      connection,
      "SELECT table_name FROM duckdb_tables() WHERE database_name = current_database() AND schema_name = 'main'",
    )
  ).map((row) => String(row.table_name));
  if (tables.length === 0) {
    for (const sql of TABLES) await connection.run(sql);
    const insert = (table: CodeTable, names: readonly string[], from = 0) =>
      connection.run(
        `INSERT INTO ${table} SELECT generate_subscripts(l, 1) - 1 + ${from}, unnest(l) FROM (SELECT string_split($1, ' ') l)`,
        [names.join(' ')],
      );
    await insert('protos', IP_PROTOCOLS);
    await insert('tcp_states', TCP_STATES.slice(1), 1);
    await insert('app_bys', ['none', 'port', 'inspected']);
    await connection.run(`INSERT INTO meta VALUES ('schema', '${SCHEMA_VERSION}')`);
    return;
  }
  const found = tables.includes('meta')
    ? String((await readRows(connection, "SELECT value FROM meta WHERE key = 'schema'"))[0]?.value)
    : 'none';
  const columns = (
    await readRows(
      connection,
      "SELECT column_name FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = 'main' AND table_name = 'flows' ORDER BY column_index",
    )
  ).map((row) => row.column_name);
  const isOurs = found === String(SCHEMA_VERSION) && columns.join() === FLOW_COLUMNS.map((c) => c.name).join();
  if (!isOurs)
    throw new AppError('DATASET_SCHEMA', {
      path,
      found: found === String(SCHEMA_VERSION) ? 'with other fields' : found,
      wanted: SCHEMA_VERSION,
    });
  const left = await readRows(connection, 'SELECT import FROM imports WHERE NOT finished');
  for (const row of left)
    for (const table of IMPORT_TABLES)
      await connection.run(`DELETE FROM ${table} WHERE import = ${Number(row.import)}`);
}

/** What only the engine can tell of a pattern (RE2). */
function patternFault(error: unknown, scope: Scope | undefined): FilterFault | undefined {
  const message = error instanceof Error ? error.message : '';
  const found =
    /(?:invalid|missing|bad|no argument|unexpected|trailing).*(?:regex|repetition|escape|group|perl operator|character class|\)|\\)[^\n]*/i.exec(
      message,
    );
  if (!scope || !/matches|~/.test(scope.filter) || !found) return undefined;
  const start = Math.max(0, scope.filter.search(/matches|~/));
  return {
    ok: false,
    message: `this is not a regular expression: ${found[0].slice(0, 100)}`,
    start,
    end: scope.filter.length,
    expected: ['a regular expression'],
  };
}
