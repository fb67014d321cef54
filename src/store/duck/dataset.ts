/** One dataset: its database, its imports, and the questions asked of it. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type duckdb from '@duckdb/node-bindings';
import { AppError, assertNever } from '#base/errors.ts';
import { type MarkChange, type MarkResult, type Marks, type MarkTarget, MOST_MARKED } from '#query/marks.ts';
import type { OwnNetwork } from '#query/networks.ts';
import { rangeOf } from '#query/networks.ts';
import type { Answers, FilterFault, Question } from '#query/question.ts';
import type { EngineMemory } from '../memory.ts';
import { LOG_STACK, type StoredFile, type Stream } from '../protocol.ts';
import type { ChunkRef, ExportRequest } from '../store.ts';
import { exportFlows } from './answers/pages.ts';
import { asWriter, writeParquet } from './answers/parquet.ts';
import { Questions } from './answers/questions.ts';
import { Attached } from './attached.ts';
import { closed } from './closed.ts';
import { factTablesIn, networksIn, numbersOf } from './database.ts';
import type { Budget } from './held/budget.ts';
import { FLOW_COUNT_IDS } from './ids.ts';
import { Imports } from './imports/imports.ts';
import { flowsThere, MarkTables, readMarks } from './marks.ts';
import { OwnNetworks } from './own-networks.ts';
import { Present } from './present.ts';
import { chunkNumbers } from './read/chunks.ts';
import type { FlowColumnsRead } from './read/flow-rows.ts';
import { Parameters } from './read/parameters.ts';
import { inOneView, Readers, readRows } from './read/reader.ts';
import type { Row, Source } from './read/source.ts';
import { whereOf } from './read/where.ts';

/** Questions answered at the same time. */
const READERS = 2;

export interface Engine {
  readonly database: duckdb.Database;
  readonly memory: EngineMemory;
  /** ms of a clock that never goes back */
  now(): number;
  /** memory of columns that questions are answered from */
  readonly held: Budget;
}

/** What a database holds when it is opened. */
interface Found {
  readonly numbers: Row;
  readonly factTables: readonly string[];
  readonly networks: readonly OwnNetwork[];
}

export class Dataset {
  readonly imports: Imports;
  readonly #attached: Attached;
  readonly #engine: Engine;
  readonly #readers: Readers;
  /** connections of exports under way */
  readonly #exports = new Set<DuckDBConnection>();
  readonly #present: Present;
  readonly #questions: Questions;
  readonly #marks: MarkTables;
  #isClosed = false;

  private constructor(engine: Engine, attached: Attached, readers: Readers, { numbers, networks, ...found }: Found) {
    const factTables = new Set(found.factTables);
    this.#engine = engine;
    this.#attached = attached;
    this.#readers = readers;
    this.#marks = new MarkTables((work) => attached.alone(work));
    const surroundings = {
      budget: engine.held,
      factTables,
      seen: () => this.imports.seen(),
      isSettled: () => this.imports.isSettled,
    };
    const version = Number(numbers.version) + 1;
    const present = new Present(surroundings, version, Number(numbers.width), new OwnNetworks(networks));
    this.#present = present;
    this.imports = new Imports(
      { attached, present, readers, marks: this.#marks, factTables, room: engine.memory, now: engine.now },
      numbers,
    );
    this.#questions = new Questions({
      readers,
      source: (reader, isGivenUp) => present.source(reader, isGivenUp),
      version: () => present.version,
    });
  }

  /** Opens or makes the database. AppError DATASET_SCHEMA for one of another version. */
  static async open(engine: Engine, name: string, path: string): Promise<Dataset> {
    const attached = await Attached.open(engine.database, engine.memory, name, path);
    try {
      const found = await attached.alone(async (connection) => ({
        numbers: await numbersOf(connection),
        factTables: await factTablesIn(connection),
        networks: await networksIn(connection),
      }));
      const readers: DuckDBConnection[] = [];
      for (let i = 0; i < READERS; i++) readers.push(await attached.connect());
      return new Dataset(engine, attached, new Readers(readers), found);
    } catch (error) {
      await attached.abandon();
      throw error;
    }
  }

  get version(): number {
    return this.#present.version;
  }

  /** ':memory:' or the database's file */
  get path(): string {
    return this.#attached.path;
  }

  /** What is kept of the stream's end. */
  async stream(): Promise<Stream | undefined> {
    const rows = await this.#readers.use((connection) =>
      readRows(connection, "SELECT value FROM meta WHERE key = 'stream'"),
    );
    return rows[0] === undefined ? undefined : (JSON.parse(String(rows[0].value)) as Stream);
  }

  /** Answers a question; a filter that can't be understood is an answer, too. */
  async ask(
    question: Question,
    onStart?: (interrupt: () => void) => void,
  ): Promise<Answers[Question['kind']] | FilterFault> {
    this.imports.asked();
    try {
      return await this.#questions.ask(question, onStart);
    } finally {
      this.imports.asked();
    }
  }

  networks(): readonly OwnNetwork[] {
    return this.#present.own.networks;
  }

  /** In place of those before; all flows are told by them at once. */
  async setNetworks(networks: readonly OwnNetwork[]): Promise<void> {
    const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
    const rows = networks.map((network, at) => {
      const { low, high } = rangeOf(network);
      return `(${at + 1}, ${quoted(network.name)}, '${low}'::UHUGEINT, '${high}'::UHUGEINT, ${quoted(JSON.stringify(network))})`;
    });
    const insert = rows.length === 0 ? '' : `INSERT INTO own_networks VALUES ${rows.join(', ')};`;
    await this.#attached.transaction(`BEGIN; DELETE FROM own_networks; ${insert} COMMIT`);
    this.#present.setOwn(new OwnNetworks(networks));
    await this.#attached.checkpoint();
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
    this.#present.changed();
    await this.#attached.checkpoint();
  }

  async #meant(on: MarkTarget): Promise<Omit<MarkResult, 'changed' | 'undo'> & { readonly flows: Uint32Array }> {
    switch (on.kind) {
      case 'hosts':
        return { flows: new Uint32Array(0), matched: on.ips.length, beyond: 0, open: 0 };
      case 'flows': {
        const seen = this.imports.seen().rows('flows', ['id']);
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
        `SELECT id, first_chunk, last_chunk FROM ${this.imports.seen().rows('flows', ['id', 'first_chunk', 'last_chunk', 'stack'])} f WHERE id IN (${list}) AND stack NOT IN (SELECT id FROM stacks WHERE name = '${LOG_STACK}')`,
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
    const connection = await this.#attached.connect();
    this.#exports.add(connection);
    try {
      await connection.run('BEGIN'); // one view of the dataset, ended with the connection
      yield* exportFlows(
        this.#present.source(connection),
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

  /** AppError FILTER_INVALID. */
  async exportParquet(
    request: ExportRequest,
    path: string,
    onStart?: (interrupt: () => void) => void,
  ): Promise<number> {
    const parameters = new Parameters();
    const where = whereOf(request.scope, parameters);
    if (typeof where !== 'string') throw new AppError('FILTER_INVALID', { message: where.message });
    return this.#engine.memory.alone(async () => {
      return this.#readers.use(async (connection) => {
        const source = this.#present.source(connection);
        const rows: Source['rows'] = (sql, values) => {
          if (this.#isClosed) throw closed();
          onStart?.(() => connection.interrupt());
          return source.rows(sql, values);
        };
        this.#exports.add(connection);
        try {
          return await asWriter(connection, () =>
            inOneView(connection, () =>
              writeParquet(connection, { ...source, rows }, request, where, parameters, path),
            ),
          );
        } finally {
          this.#exports.delete(connection);
        }
      });
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.interruptExports();
    this.#present.letGo();
    this.imports.close();
    await this.#readers.close();
    await this.imports.dropped;
    await this.#attached.close();
  }
}
