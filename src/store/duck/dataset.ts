/**
 * One dataset's database: attached to the process's DuckDB under a name of its own, with a second one in memory for
 * flows that are still open. Written without a log: what an import adds lasts from the checkpoint that ends it, and a
 * crash leaves the file as the last checkpoint left it.
 */
import { DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { AppError, assertNever } from '#base/errors.ts';
import type { FlowBatch } from '#flow/batch.ts';
import { type MarkChange, type MarkResult, type Marks, type MarkTarget, MOST_MARKED } from '#query/marks.ts';
import type { OwnNetwork } from '#query/networks.ts';
import { rangeOf } from '#query/networks.ts';
import type { Answers, FilterFault, Question } from '#query/question.ts';
import { type Delivery, type Ending, LOG_STACK, type Replaced, type StoredFile, type Stream } from '../protocol.ts';
import type { ChunkRef, ExportRequest } from '../store.ts';
import { chunkNumbers } from './chunks.ts';
import { factTablesIn, heldIn, networksIn, numbersOf, prepare } from './database.ts';
import { endingReplacesSql, endingSql, replacedSql } from './ending-sql.ts';
import { fileNamesSql, findSeveral } from './flow-files.ts';
import type { FlowColumnsRead } from './flow-rows.ts';
import { FlowsView } from './flows-view.ts';
import type { Budget } from './held/budget.ts';
import { HeldFlows } from './held/held.ts';
import { FLOW_COUNT_IDS } from './ids.ts';
import { dropMarksSql, flowsThere, hasMarks, keyPartsOf, MarkTables, readMarks } from './marks.ts';
import { OpenFlows, type OpenPort } from './open-flows.ts';
import { OwnNetworks } from './own-networks.ts';
import { exportFlows } from './pages.ts';
import { writeParquet } from './parquet.ts';
import { Questions } from './questions.ts';
import { readColumns, scanVectors } from './read-columns.ts';
import { inOneView, Readers, type Row, readIds, readRows, Shared, type Source } from './reader.ts';
import { IMPORT_TABLES, OPEN_TABLES } from './schema.ts';
import { Parameters, whereOf } from './where.ts';
import { type CodeNames, Writer } from './writer.ts';

/** Questions answered at the same time. */
const READERS = 2;
/** New snapshots of open flows are shown at most this often. */
const SHOW_INTERVAL_MS = 700;
/** Records of files written by one statement. */
const RECORDS_A_STATEMENT = 500;

export interface Engine {
  readonly database: duckdb.Database;
  /** ms of a clock that never goes back */
  now(): number;
  /** memory of columns that questions are answered from */
  readonly held: Budget;
  /** Runs what changes settings of the engine, one after the other. */
  alone<T>(work: () => Promise<T>): Promise<T>;
}

const attachSql = (name: string, path: string): string =>
  `ATTACH '${path.replaceAll("'", "''")}' AS ${name}${path === ':memory:' ? '' : " (STORAGE_VERSION 'v1.5.0', RECOVERY_MODE no_wal_writes)"}`;

export class Dataset {
  readonly #name: string;
  /** ':memory:' or the database's file */
  readonly path: string;
  readonly #engine: Engine;
  readonly #native: duckdb.Connection;
  /** for statements; appends have a connection of their own, a statement in flight on it would be lost */
  readonly #connection: DuckDBConnection;
  #statements: Promise<unknown> = Promise.resolve();
  readonly #readers: Readers;
  /** connections of exports under way */
  readonly #exports = new Set<DuckDBConnection>();
  readonly #open: OpenFlows;
  readonly #questions: Questions;
  #held: HeldFlows;
  /** of the present version */
  #shared = new Shared();
  #writer: Writer | undefined;
  #opening: Promise<void> | undefined;
  #version: number;
  #baseWidthMs: number;
  #lastShown = -Infinity;
  #showing: NodeJS.Timeout | undefined;
  #nextImport: number;
  #nextFile: number;
  #nextChunk: number;
  /** the highest that has packets */
  #lastChunk: number;
  readonly #importing = new Set<number>();
  #isClosed = false;
  /** tables of facts that have, or are about to have, rows */
  readonly #factTables: Set<string>;
  readonly #endings = new Map<number, Ending>();
  #own: OwnNetworks;
  readonly #marks = new MarkTables((work) => this.#alone(work));

  private constructor(
    engine: Engine,
    name: string,
    path: string,
    native: duckdb.Connection,
    connection: DuckDBConnection,
    readers: Readers,
    numbers: Row,
    factTables: readonly string[],
    networks: readonly OwnNetwork[],
  ) {
    this.#own = new OwnNetworks(networks);
    this.#factTables = new Set(factTables);
    this.#engine = engine;
    this.#held = new HeldFlows(engine.held);
    this.#name = name;
    this.path = path;
    this.#native = native;
    this.#connection = connection;
    this.#readers = readers;
    this.#open = new OpenFlows({
      name,
      run: (sql) => this.#run(sql),
      written: () => this.#writer?.written ?? 0,
      factTables: () => this.#factTables,
      answered: () => readers.answered(),
    });
    this.#questions = new Questions({
      readers,
      source: (reader, isGivenUp) => this.#source(reader, isGivenUp),
      version: () => this.#version,
    });
    this.#version = Number(numbers.version) + 1;
    this.#baseWidthMs = Number(numbers.width);
    this.#nextImport = Number(numbers.import) + 1;
    this.#nextFile = Number(numbers.file) + 1;
    this.#lastChunk = Number(numbers.chunk);
    this.#nextChunk = this.#lastChunk + 1;
  }

  /** Opens or makes the database. AppError DATASET_SCHEMA for one of another version. */
  static async open(engine: Engine, name: string, path: string): Promise<Dataset> {
    const connection = new DuckDBConnection(await duckdb.connect(engine.database));
    await connection.run(attachSql(name, path));
    try {
      await connection.run(`ATTACH ':memory:' AS ${name}_open`);
      await connection.run(
        OPEN_TABLES.map((sql) => sql.replace('CREATE TABLE ', `CREATE TABLE ${name}_open.main.`)).join(';'),
      );
      await connection.run(`USE ${name}`);
      await prepare(connection, path);
      const numbers = await numbersOf(connection);
      const factTables = await factTablesIn(connection);
      const networks = await networksIn(connection);
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
        numbers,
        factTables,
        networks,
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
    // What is imported needs the memory.
    this.#letGo();
    try {
      await this.#run(`INSERT INTO imports VALUES (${importing}, false)`);
      await this.#openWriter();
      return importing;
    } catch (error) {
      this.#importing.delete(importing);
      await this.#run(`DELETE FROM imports WHERE import = ${importing}`).catch(() => undefined);
      this.#closeWriter();
      throw error;
    }
  }

  /** One for all imports under way. */
  async #openWriter(): Promise<void> {
    this.#opening ??= this.#statements.then(async () => {
      const held = await heldIn(this.#connection);
      this.#writer = new Writer(this.#native, this.#name, `${this.#name}_open`, held, this.#factTables);
    });
    const opening = this.#opening;
    try {
      await opening;
    } catch (error) {
      if (this.#opening === opening) this.#opening = undefined;
      throw error;
    }
  }

  /** What is kept of the stream's end. */
  async stream(): Promise<Stream | undefined> {
    const rows = await this.#readers.use((connection) =>
      readRows(connection, "SELECT value FROM meta WHERE key = 'stream'"),
    );
    return rows[0] === undefined ? undefined : (JSON.parse(String(rows[0].value)) as Stream);
  }

  hide(importing: number): void {
    this.#open.hide(importing);
  }

  show(importing: number, replaced: Replaced | undefined): void {
    if (this.#importing.has(importing))
      this.#open.reveal(importing, replaced === undefined ? '' : replacedSql(importing, replaced));
  }

  settle(importing: number, ending: Ending): void {
    // Logs and packets of one import settle one after the other.
    const before = this.#endings.get(importing);
    const files = [...(before?.files ?? []), ...ending.files];
    this.#endings.set(importing, { ...before, ...ending, files });
  }

  reserve(chunks: number): { file: number; firstChunk: number } {
    const firstChunk = this.#nextChunk;
    this.#nextChunk += Math.max(1, Math.ceil(chunks));
    return { file: this.#nextFile++, firstChunk };
  }

  /** A decode worker's part of an import. */
  connect(importing: number, port: number): OpenPort {
    return this.#open.connect(importing, port);
  }

  /** Like the other deliveries passed over once the import is taken back: they may still be on their way. */
  append(port: OpenPort, batch: FlowBatch, names: CodeNames, widthMs: number): void {
    if (!this.#importing.has(port.importing)) return;
    this.#widen(widthMs);
    const writer = this.#writer!;
    const from = writer.nextFlow;
    this.#open.finished(port, from, from + batch.length);
    if (writer.append(port.importing, batch, names)) this.#changed();
  }

  appendOpen(port: OpenPort, batch: FlowBatch, names: CodeNames, widthMs: number, first: boolean, last: boolean): void {
    if (!this.#importing.has(port.importing)) return;
    if (first) this.#open.begin(port);
    const place = this.#open.add(port, batch.length);
    if (place !== undefined) {
      this.#widen(widthMs);
      this.#writer!.appendOpen(place.snapshot, place.firstId, batch, names);
    }
    if (!last) return;
    this.#open.complete(port, this.#writer!.nextFlow);
    this.#showSoon();
  }

  /** Shows new snapshots: each writes what is pending, so not too often. */
  #showSoon(): void {
    if (this.#showing !== undefined) return;
    const wait = this.#lastShown + SHOW_INTERVAL_MS - this.#engine.now();
    if (wait <= 0) this.#show();
    else this.#showing = setTimeout(() => this.#showLate(), wait);
  }

  #showLate(): void {
    this.#showing = undefined;
    try {
      this.#show();
    } catch {
      // What can't be written is told by the next append.
    }
  }

  #show(): void {
    if (this.#writer === undefined) return;
    this.#writer.flush();
    this.#open.show();
    this.#lastShown = this.#engine.now();
    this.#changed();
  }

  note(
    importing: number,
    delivery: Exclude<Delivery, { kind: 'codes' | 'flows' | 'open' | 'done' }>,
    names: CodeNames,
  ): Promise<void> | undefined {
    if (!this.#importing.has(importing)) return undefined;
    switch (delivery.kind) {
      case 'names':
        this.#writer!.appendNames(importing, delivery, names);
        return undefined;
      case 'endpoints':
        this.#writer!.appendEndpoints(importing, delivery.endpoints, names);
        return undefined;
      case 'orgs':
        this.#writer!.appendOrgs(delivery.asn, delivery.org);
        return undefined;
      case 'vendors':
        this.#writer!.appendVendors(delivery.mac, delivery.vendor);
        return undefined;
      case 'chunks':
        for (const number of delivery.chunks.number) this.#lastChunk = Math.max(this.#lastChunk, number);
        this.#writer!.appendChunks(importing, delivery.file, delivery.chunks);
        return undefined;
      case 'file':
        return this.putFiles(importing, [delivery.file]);
      default:
        return assertNever(delivery);
    }
  }

  async putFiles(importing: number, files: readonly StoredFile[]): Promise<void> {
    // A record that is told twice is there once.
    const latest = [...new Map(files.map((file) => [file.id, file])).values()];
    for (let from = 0; from < latest.length; from += RECORDS_A_STATEMENT) {
      const part = latest.slice(from, from + RECORDS_A_STATEMENT);
      const rows = part.map(
        (file) => `(${importing}, ${Math.floor(file.id)}, '${JSON.stringify(file).replaceAll("'", "''")}')`,
      );
      // In one go: of two who write the same record at once, neither may come between the other's two steps.
      await this.#run(
        `BEGIN; DELETE FROM files WHERE id IN (${part.map(({ id }) => Math.floor(id)).join(', ')}); INSERT INTO files VALUES ${rows.join(', ')}; ${fileNamesSql(importing, part)}; COMMIT`,
      ).catch(async (error: unknown) => {
        await this.#run('ROLLBACK').catch(() => undefined);
        throw error;
      });
    }
    this.#changed();
    if (!this.#importing.has(importing)) await this.#checkpoint();
  }

  async finish(importing: number): Promise<void> {
    const ending = this.#endings.get(importing);
    const replaced = ending === undefined ? undefined : endingReplacesSql(importing, ending);
    const marked =
      replaced !== undefined && (await this.#alone(hasMarks))
        ? await this.#alone((connection) => keyPartsOf(connection, importing))
        : undefined;
    this.#writer!.flush();
    await this.#alone((connection) => findSeveral(connection, this.#native, this.#name, importing));
    // What the disk has no room for is told while the rows that go are still there.
    if (replaced !== undefined) await this.#checkpoint();
    this.#open.forget(importing);
    if (replaced !== undefined) this.#open.replace(importing, replaced);
    this.#changed();
    // A question that still sees the rows that go is answered first.
    if (replaced !== undefined) await this.#readers.answered();
    const statements = endingSql(importing, ending, replaced, {
      marked,
      factTables: this.#factTables,
      namesTellServices: this.#writer!.namesTellServices,
      endpointsTellApps: this.#writer!.endpointsTellApps,
      version: this.#version,
      widthMs: this.#baseWidthMs,
    });
    await this.#run(statements).catch(async (error: unknown) => {
      await this.#run('ROLLBACK').catch(() => undefined);
      throw error;
    });
    this.#importing.delete(importing);
    this.#endings.delete(importing);
    if (replaced !== undefined) {
      this.#marks.forget();
      this.#open.forget(importing);
    }
    // What was asked meanwhile saw flows without what the end of an import tells of them.
    this.#changed();
    this.#closeWriter();
    await this.#checkpoint();
  }

  async rollback(importing: number): Promise<void> {
    try {
      this.#writer?.flush();
    } catch {
      // The disk is full: a writer that has failed once takes nothing any more; the next import has one of its own.
      this.#writer?.close();
      this.#writer = undefined;
      this.#opening = undefined;
    }
    this.#importing.delete(importing);
    this.#endings.delete(importing);
    try {
      this.#marks.forget();
      for (const sql of dropMarksSql(importing)) await this.#run(sql);
      for (const table of IMPORT_TABLES) await this.#run(`DELETE FROM ${table} WHERE import = ${importing}`);
      this.#open.forget(importing);
      this.#changed();
      this.#closeWriter();
      await this.#checkpoint();
    } catch (error) {
      if (this.path === ':memory:') throw error;
      await this.#reopen(importing);
    }
  }

  /**
   * A checkpoint that finds no room leaves the database unusable until it is attached anew: what was there at the last one that
   * went well is there again, and the import is not.
   */
  async #reopen(importing: number): Promise<void> {
    this.#importing.clear();
    this.#closeWriter();
    this.#open.forget(importing);
    await this.#readers.answered();
    await this.#statements;
    // A connection that uses the database takes no statement any more, not even this one.
    await this.#elsewhere([`DETACH ${this.#name}`, attachSql(this.#name, this.path)]);
    await prepare(this.#connection, this.path);
    this.#changed();
  }

  /** Runs statements on a connection that has nothing to do with the dataset. */
  async #elsewhere(statements: readonly string[]): Promise<void> {
    const other = new DuckDBConnection(await duckdb.connect(this.#engine.database));
    try {
      for (const sql of statements) await other.run(sql);
    } finally {
      other.closeSync();
    }
  }

  #closeWriter(): void {
    if (this.#importing.size > 0) return;
    // A file whose size was not known had more numbers than it needed.
    this.#nextChunk = this.#lastChunk + 1;
    clearTimeout(this.#showing);
    this.#showing = undefined;
    this.#writer?.close();
    this.#writer = undefined;
    this.#opening = undefined;
  }

  async #checkpoint(): Promise<void> {
    if (this.path !== ':memory:')
      await this.#run(`CHECKPOINT ${this.#name}`).catch(() => this.#run(`FORCE CHECKPOINT ${this.#name}`));
  }

  /** Statements run one after the other. */
  #run(sql: string, values?: DuckDBValue[]): Promise<unknown> {
    const next = this.#statements.then(() => this.#connection.run(sql, values));
    this.#statements = next.catch(() => undefined);
    return next;
  }

  /** Statements with nothing of others in between. */
  #alone<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const next = this.#statements.then(() => work(this.#connection));
    this.#statements = next.catch(() => undefined);
    return next;
  }

  #widen(widthMs: number): void {
    if (widthMs > this.#baseWidthMs) this.#baseWidthMs = widthMs;
  }

  /** Columns in memory are of the flows as they were. */
  #letGo(): void {
    this.#held.end();
    this.#held = new HeldFlows(this.#engine.held);
  }

  #changed(): void {
    this.#version++;
    this.#shared = new Shared();
  }

  // Questions

  /** Answers a question; a filter that can't be understood is an answer, too. */
  ask(question: Question, onStart?: (interrupt: () => void) => void): Promise<Answers[Question['kind']] | FilterFault> {
    return this.#questions.ask(question, onStart);
  }

  /** What questions see now. A statement under way is interrupted when its question is given up, the next is not begun. */
  #source(connection: DuckDBConnection, isGivenUp = () => false): Source {
    const seen = this.#open.seen();
    const view = new FlowsView(seen, this.#factTables, this.#own);
    const complete = (sql: string) => view.complete(sql);
    const shared = this.#shared;
    const version = this.#version;
    const held = this.#held;
    const asked = <T>(read: () => Promise<T>): Promise<T> =>
      isGivenUp() ? Promise.reject(new Error('Interrupted: the question was given up')) : read();
    const source: Source = {
      once: (key, ask) => shared.once(key, ask),
      flows: view.all,
      flowsAmong: (test) => view.among(test),
      factsAmong: (table, test) => view.facts(table, test),
      complete,
      activity: seen.rows('activity'),
      volume: (column) => `f.${column}`,
      own: this.#own,
      baseWidthMs: this.#baseWidthMs,
      rows: (sql, parameters) => asked(() => readRows(connection, complete(sql), parameters)),
      columns: (sql, parameters) => asked(() => readColumns(connection, complete(sql), parameters)),
      scan: (sql, parameters, visit) => asked(() => scanVectors(connection, complete(sql), parameters, visit)),
      isSettled: this.#importing.size === 0 && this.#open.isSettled,
      ids: (sql, parameters) => asked(() => readIds(connection, complete(sql), parameters)),
      held: () => held.of(source, version),
    };
    return source;
  }

  networks(): readonly OwnNetwork[] {
    return this.#own.networks;
  }

  /** In place of those before; all flows are told by them at once. */
  async setNetworks(networks: readonly OwnNetwork[]): Promise<void> {
    const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
    const rows = networks.map((network, at) => {
      const { low, high } = rangeOf(network);
      return `(${at + 1}, ${quoted(network.name)}, '${low}'::UHUGEINT, '${high}'::UHUGEINT, ${quoted(JSON.stringify(network))})`;
    });
    const insert = rows.length === 0 ? '' : `INSERT INTO own_networks VALUES ${rows.join(', ')};`;
    await this.#run(`BEGIN; DELETE FROM own_networks; ${insert} COMMIT`).catch(async (error: unknown) => {
      await this.#run('ROLLBACK').catch(() => undefined);
      throw error;
    });
    this.#own = new OwnNetworks(networks);
    this.#letGo();
    this.#changed();
    await this.#checkpoint();
  }

  marks(): Promise<Marks> {
    return this.#readers.use(readMarks);
  }

  /** Puts tags and notes on flows and hosts. AppError: FILTER_INVALID, USAGE for more than there may be. */
  async mark(change: MarkChange): Promise<MarkResult> {
    const meant = await this.#meant(change.on);
    const { changed, undo } = await this.#marks.change(change, meant.flows);
    if (undo !== undefined) await this.#marked();
    const { matched, beyond, open } = meant;
    return { matched, beyond, open, changed, ...(undo === undefined ? {} : { undo }) };
  }

  /** AppError NOT_FOUND for a change that can't be taken back any more. */
  async takeBack(undo: string): Promise<void> {
    await this.#marks.takeBack(undo);
    await this.#marked();
  }

  async #marked(): Promise<void> {
    this.#changed();
    await this.#checkpoint();
  }

  async #meant(on: MarkTarget): Promise<Omit<MarkResult, 'changed' | 'undo'> & { readonly flows: Uint32Array }> {
    switch (on.kind) {
      case 'hosts':
        return { flows: new Uint32Array(0), matched: on.ips.length, beyond: 0, open: 0 };
      case 'flows': {
        const seen = this.#open.seen().rows('flows', ['id']);
        const flows = await this.#readers.use((connection) => flowsThere(connection, on.ids, seen));
        const open = on.ids.filter((id) => id >= FLOW_COUNT_IDS.OPEN_BASE).length;
        return { flows, matched: flows.length + open, beyond: 0, open };
      }
      case 'scope': {
        const parameters = new Parameters();
        const found = await this.#questions.idsOf(on.scope, FLOW_COUNT_IDS.OPEN_BASE, MOST_MARKED, parameters);
        const { ids, finished, all } = found;
        return { flows: ids, matched: all, beyond: finished - ids.length, open: all - finished };
      }
      default:
        return assertNever(on);
    }
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
        `SELECT id, first_chunk, last_chunk FROM ${this.#open.seen().rows('flows', ['id', 'first_chunk', 'last_chunk', 'stack'])} f WHERE id IN (${list}) AND stack NOT IN (SELECT id FROM stacks WHERE name = '${LOG_STACK}')`,
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
    this.#exports.add(connection);
    try {
      await connection.run(`USE ${this.#name}; BEGIN`); // one view of the dataset, ended with the connection
      yield* exportFlows(
        this.#source(connection),
        request.fields,
        where,
        parameters,
        request.sort ?? [],
        request.limit,
      );
    } finally {
      this.#exports.delete(connection);
      connection.closeSync();
    }
  }

  /** Statements of exports under way end at once, with an error. */
  interruptExports(): void {
    for (const connection of this.#exports) connection.interrupt();
  }

  async exportParquet(request: ExportRequest, path: string): Promise<number> {
    const parameters = new Parameters();
    const where = whereOf(request.scope, parameters);
    if (typeof where !== 'string') throw new AppError('FILTER_INVALID', { message: where.message });
    return this.#engine.alone(async () => {
      if (this.#isClosed) throw new AppError('NOT_FOUND', { what: 'the dataset exported' });
      return this.#readers.use((connection) =>
        inOneView(connection, () =>
          writeParquet(connection, this.#source(connection), request, where, parameters, path),
        ),
      );
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#held.end();
    clearTimeout(this.#showing);
    this.#writer?.close();
    this.#writer = undefined;
    await this.#readers.close();
    await this.#open.dropped;
    await this.#statements;
    await this.#elsewhere([`DETACH ${this.#name}_open`, `DETACH ${this.#name}`]);
    this.#connection.closeSync();
    duckdb.disconnect_sync(this.#native);
  }
}
