import duckdb from '@duckdb/node-bindings';

/** A small table, written a row at a time. */
export class RowAppender {
  readonly #appender: duckdb.Appender;
  #rows = 0;

  constructor(connection: duckdb.Connection, catalog: string, table: string) {
    this.#appender = duckdb.appender_create_ext(connection, catalog, 'main', table);
  }

  row(fill: (appender: duckdb.Appender) => void): void {
    fill(this.#appender);
    duckdb.appender_end_row(this.#appender);
    this.#rows++;
  }

  flush(): void {
    if (this.#rows > 0) duckdb.appender_flush_sync(this.#appender);
    this.#rows = 0;
  }

  close(): void {
    duckdb.appender_close_sync(this.#appender);
  }
}
