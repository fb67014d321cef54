/**
 * One dataset's database, attached to the process's DuckDB under a name of its own, with a second one in memory for flows that are
 * still open. Written without a log: what an import adds lasts from the checkpoint that ends it, and a crash leaves the file as the
 * last checkpoint left it.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { DuckDBConnection, type DuckDBValue } from '@duckdb/node-api';
import duckdb from '@duckdb/node-bindings';
import { type Room, withRoom } from '../memory.ts';
import { closed } from './closed.ts';
import { prepare } from './database.ts';
import { OPEN_TABLES } from './schema.ts';

const attachSql = (name: string, path: string): string =>
  `ATTACH '${path.replaceAll("'", "''")}' AS ${name}${path === ':memory:' ? '' : " (STORAGE_VERSION 'v1.5.0', RECOVERY_MODE no_wal_writes)"}`;

/** The three headers of a database file (4096 bytes each), which come before anything else. */
const HEADER_BYTES = 3 * 4096;

/** Between two looks whether others have ended their views. */
const BUSY_MS = 20;

/** A process that was killed while it made the file left one that holds nothing, and that DuckDB refuses. */
function dropUnbegun(path: string): void {
  if (path === ':memory:') return;
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found?.isFile() || found.size >= HEADER_BYTES) return;
  const bytes = readFileSync(path);
  if (bytes.every((byte) => byte === 0) || bytes.subarray(8, 12).toString('latin1') === 'DUCK') rmSync(path);
}

export class Attached {
  readonly name: string;
  /** ':memory:' or the database's file */
  readonly path: string;
  /** for appends: a statement in flight on their connection would be lost */
  readonly native: duckdb.Connection;
  readonly #database: duckdb.Database;
  readonly #room: Room;
  /** for statements */
  readonly #connection: DuckDBConnection;
  #statements: Promise<unknown> = Promise.resolve();
  #isClosed = false;

  private constructor(
    database: duckdb.Database,
    room: Room,
    name: string,
    path: string,
    native: duckdb.Connection,
    connection: DuckDBConnection,
  ) {
    this.#database = database;
    this.#room = room;
    this.name = name;
    this.path = path;
    this.native = native;
    this.#connection = connection;
  }

  /** Opens or makes the database. AppError DATASET_SCHEMA for one of another version. */
  static async open(database: duckdb.Database, room: Room, name: string, path: string): Promise<Attached> {
    const connection = new DuckDBConnection(await duckdb.connect(database));
    dropUnbegun(path);
    await connection.run(attachSql(name, path));
    const attached = new Attached(database, room, name, path, await duckdb.connect(database), connection);
    try {
      await connection.run(`ATTACH ':memory:' AS ${name}_open`);
      await connection.run(
        OPEN_TABLES.map((sql) => sql.replace('CREATE TABLE ', `CREATE TABLE ${name}_open.main.`)).join(';'),
      );
      await connection.run(`USE ${name}`);
      await prepare(connection, path);
      return attached;
    } catch (error) {
      await attached.abandon();
      throw error;
    }
  }

  /** A connection that sees it. */
  async connect(): Promise<DuckDBConnection> {
    const connection = new DuckDBConnection(await duckdb.connect(this.#database));
    await connection.run(`USE ${this.name}`);
    return connection;
  }

  /** Statements run one after the other. */
  run(sql: string, values?: DuckDBValue[]): Promise<unknown> {
    return withRoom(this.#room, () => this.alone((connection) => connection.run(sql, values)));
  }

  /** Statements with nothing of others in between. AppError NOT_FOUND once it is closed: the engine would never answer them. */
  alone<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (this.#isClosed) return Promise.reject(closed());
    const next = this.#statements.then(() => work(this.#connection));
    this.#statements = next.catch(() => undefined);
    return next;
  }

  /** One of several statements; all are taken back if one fails. */
  async transaction(sql: string): Promise<void> {
    const whole = async (connection: DuckDBConnection): Promise<void> => {
      try {
        await connection.run(sql);
      } catch (error) {
        await connection.run('ROLLBACK').catch(() => undefined);
        throw error;
      }
    };
    await withRoom(this.#room, () => this.alone(whole));
  }

  async checkpoint(): Promise<void> {
    if (this.path === ':memory:') return;
    await this.#room.plenty(async () => {
      while (!(await this.#checkpointed())) await sleep(BUSY_MS);
    });
  }

  /**
   * False while somebody's view goes back behind a table that was dropped. FORCE CHECKPOINT would wait for its end on one of libuv's four
   * threads, spinning, and lets no other begin; with four that wait, nobody's next statement has a thread.
   */
  async #checkpointed(): Promise<boolean> {
    try {
      await this.run(`CHECKPOINT ${this.name}`);
      return true;
    } catch (error) {
      if (error instanceof Error && error.message.includes('Cannot CHECKPOINT')) return false;
      throw error;
    }
  }

  /** After a checkpoint that found no room: what was there at the last one that went well is there again. */
  async attachAnew(): Promise<void> {
    await this.#statements;
    // A connection that uses the database takes no statement any more, not even this one.
    await this.#elsewhere([`DETACH ${this.name}`, attachSql(this.name, this.path)]);
    await prepare(this.#connection, this.path);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#statements;
    await this.#elsewhere([`DETACH ${this.name}_open`, `DETACH ${this.name}`]);
    this.#connection.closeSync();
    duckdb.disconnect_sync(this.native);
  }

  /** Of one that could not be opened. */
  async abandon(): Promise<void> {
    await this.#connection.run('USE memory');
    await this.#connection.run(`DETACH DATABASE IF EXISTS ${this.name}_open`);
    await this.#connection.run(`DETACH DATABASE IF EXISTS ${this.name}`);
    this.#connection.closeSync();
    duckdb.disconnect_sync(this.native);
  }

  /** Runs statements on a connection that has nothing to do with the dataset. */
  async #elsewhere(statements: readonly string[]): Promise<void> {
    const other = new DuckDBConnection(await duckdb.connect(this.#database));
    try {
      for (const sql of statements) await other.run(sql);
    } finally {
      other.closeSync();
    }
  }
}
