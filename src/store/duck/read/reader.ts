/** Statements on a dataset's database, one after the other on each of a few connections. */

import type { DuckDBConnection } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { closed } from '../closed.ts';
import type { Parameters } from './parameters.ts';
import type { Row } from './source.ts';

/** Connections for questions; a question waits for a free one. */
export class Readers {
  readonly #free: DuckDBConnection[];
  readonly #all: readonly DuckDBConnection[];
  readonly #waiting: ((connection: DuckDBConnection) => void)[] = [];
  readonly #running = new Set<Promise<unknown>>();
  /** called when the last question has ended, once closing */
  #onIdle: (() => void) | undefined;
  #isClosed = false;

  constructor(connections: readonly DuckDBConnection[]) {
    this.#all = connections;
    this.#free = [...connections];
  }

  /** AppError NOT_FOUND for what has not begun when they are closed. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw closed();
    const connection =
      this.#free.pop() ?? (await new Promise<DuckDBConnection>((resolve) => this.#waiting.push(resolve)));
    const running = this.#isClosed ? Promise.reject(closed()) : work(connection);
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
    this.#isClosed = true;
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

/** A whole result, row by row: for few rows. */
export async function readRows(
  connection: DuckDBConnection,
  sql: string,
  parameters?: Parameters,
): Promise<readonly Row[]> {
  const reader = await connection.runAndReadAll(sql, parameters?.values, parameters?.types);
  return reader.getRowObjectsJS() as readonly Row[];
}

/** The only column of a result, UINTEGER. */
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
