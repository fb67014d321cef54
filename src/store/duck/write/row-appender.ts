import duckdb from '@duckdb/node-bindings';
import { type Room, written } from '../../memory.ts';

/** A small table, written a row at a time. */
export class RowAppender {
  readonly #appender: duckdb.Appender;
  readonly #room: Room;
  #rows = 0;

  constructor(connection: duckdb.Connection, room: Room, catalog: string, table: string) {
    this.#room = room;
    this.#appender = duckdb.appender_create_ext(connection, catalog, 'main', table);
  }

  row(fill: (appender: duckdb.Appender) => void): void {
    fill(this.#appender);
    // It writes by itself what has become much.
    written(this.#room, () => duckdb.appender_end_row(this.#appender));
    this.#rows++;
  }

  /** False where some rows are still pending, for want of memory. */
  flush(): boolean {
    if (this.#rows > 0 && written(this.#room, () => duckdb.appender_flush_sync(this.#appender))) this.#rows = 0;
    return this.#rows === 0;
  }

  close(): void {
    duckdb.appender_close_sync(this.#appender);
  }
}
