/** Statements on a dataset's database, one after the other on each of a few connections. */

import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import type { Held } from '../held/held.ts';
import type { OwnNetworks } from '../own-networks.ts';
import type { ColumnValues, Vector } from './read-columns.ts';
import type { Parameters } from './where.ts';

export type Row = Readonly<Record<string, unknown>>;

/** What is summed of flows. */
export const VOLUMES = ['src_bytes', 'dst_bytes', 'src_packets', 'dst_packets'] as const;
export type VolumeColumn = (typeof VOLUMES)[number];

/** What questions read from. */
export interface Source {
  /**
   * Stands for flows, those still open included; to be named f. Facts (f.fact_…) are joined to it where a statement names
   * some, so a statement must be run by the functions below, or be completed.
   */
  readonly flows: string;
  /** the same for few flows: `test` is what their ids must pass, "IN (1, 2)"; cheaper than a condition beside it */
  flowsAmong(test: string): string;
  /** Rows of one table of facts for those flows, see FlowsView; to be named f. */
  factsAmong(table: string, test: string): string | undefined;
  /** A statement with what stands for flows filled in. */
  complete(sql: string): string;
  readonly activity: string;
  /** what stands for a volume of `f`, in sums */
  volume(column: VolumeColumn): string;
  readonly own: OwnNetworks;
  /** no import is under way */
  readonly isSettled: boolean;
  /** width of the dataset's activity bins, ms */
  readonly baseWidthMs: number;
  rows(sql: string, parameters?: Parameters): Promise<readonly Row[]>;
  /** the same, as columns */
  columns(sql: string, parameters?: Parameters): Promise<readonly ColumnValues[]>;
  /** the same part by part, as the engine's own vectors: good until the next part, and without NULLs */
  scan(
    sql: string,
    parameters: Parameters | undefined,
    visit: (columns: readonly Vector[], rows: number) => void,
  ): Promise<void>;
  /** columns in memory, for sums without statements; undefined while an import runs and for what is too large */
  held(): Promise<Held | undefined>;
  /** the only column of a statement, flow ids */
  ids(sql: string, parameters: Parameters): Promise<Uint32Array>;
  /** What many questions want is asked once while the dataset stays as it is. */
  once<T>(key: string, ask: () => Promise<T>): Promise<T>;
}

const MAX_SHARED = 200;

/** Answers that questions share, for one state of a dataset. */
export class Shared {
  readonly #answers = new Map<string, Promise<unknown>>();

  once<T>(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.#answers.get(key) as Promise<T> | undefined;
    // What another question asks is given up with that one: then it is asked here.
    if (known !== undefined) return known.catch(() => this.once(key, ask));
    if (this.#answers.size >= MAX_SHARED) this.#answers.clear();
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer;
  }
}

/** Connections for questions; a question waits for a free one. */
export class Readers {
  readonly #free: DuckDBConnection[];
  readonly #all: readonly DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  /** called when the last question has ended, once closing */
  #onIdle: (() => void) | undefined;

  constructor(connections: readonly DuckDBConnection[]) {
    this.#all = connections;
    this.#free = [...connections];
  }

  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    const connection =
      this.#free.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.#waiting.push(resolve)));
    const running = work(connection);
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
      const next = this.#waiting.shift();
      if (next) next(connection);
      else this.#free.push(connection);
      if (this.#isIdle) this.#onIdle?.();
    }
  }

  /** Resolves when what runs now has ended. */
  answered(): Promise<unknown> {
    return Promise.allSettled(this.#running);
  }

  /** Interrupts the questions under way and closes behind them: a connection closed under its statement is freed memory. */
  async close(): Promise<void> {
    if (!this.#isIdle) {
      const idle = new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
      for (const connection of this.#all) if (!this.#free.includes(connection)) connection.interrupt();
      await idle;
    }
    for (const connection of this.#all) connection.closeSync();
  }

  get #isIdle(): boolean {
    return this.#free.length === this.#all.length;
  }
}

/**
 * Statements of `work` see the database as it was at the first of them. Even one alone needs that: it is prepared, and then run,
 * and DuckDB leaves out a filter that all rows passed when it was prepared.
 */
export async function inOneView<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN');
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  parameters?: Parameters,
): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql, parameters?.values, parameters?.types);
  return reader.getRowObjectsJS() as readonly Row[];
}

export async function readIds(connection: DuckDBConnection, sql: string, parameters: Parameters): Promise<Uint32Array> {
  const result = await connection.run(sql, parameters.values, parameters.types);
  const ids = new Uint32Array(result.rowCount);
  let at = 0;
  for (let i = 0; i < result.chunkCount; i++) {
    const chunk = result.getChunk(i);
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, 0);
    const bytes = duckdb.vector_get_data(vector, chunk.rowCount * 4);
    ids.set(new Uint32Array(bytes.buffer, bytes.byteOffset, chunk.rowCount), at);
    at += chunk.rowCount;
  }
  return ids;
}
