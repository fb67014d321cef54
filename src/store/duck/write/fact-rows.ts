/** Facts of batches → rows of the tables of facts: one a flow and table, where there is anything to tell. */
import type duckdb from '@duckdb/node-bindings';
import { FACTS } from '#fields/table.ts';
import type { Room } from '../../memory.ts';
import { FACT_TABLES, type FactTable, factTableColumns } from '../schema.ts';
import { ColumnAppender } from './appender.ts';

/** By fact: place of its table in FACT_TABLES and of its column there; -1 for facts that are columns of `flows`. */
const TABLE = new Int16Array(FACTS.length).fill(-1);
const COLUMN = new Int16Array(FACTS.length);
FACT_TABLES.forEach(({ facts }, table) => {
  facts.forEach((fact, column) => {
    TABLE[fact] = table;
    COLUMN[fact] = column;
  });
});

/** True when a fact lies in a table of facts. */
export function isSparse(fact: number): boolean {
  return TABLE[fact]! >= 0;
}

const NOTHING = Number.POSITIVE_INFINITY;

export class FactRows {
  readonly #connection: duckdb.Connection;
  readonly #room: Room;
  readonly #catalog: string;
  readonly #filled: Set<string>;
  readonly #tables: (Rows | undefined)[] = FACT_TABLES.map(() => undefined);
  #importing = 0;
  #first = 0;
  #rows = 0;

  /** `filled` learns the names of tables that get rows. */
  constructor(connection: duckdb.Connection, room: Room, catalog: string, filled: Set<string>) {
    this.#connection = connection;
    this.#room = room;
    this.#catalog = catalog;
    this.#filled = filled;
  }

  /** A batch of `rows` flows begins, whose ids start at `first`. */
  begin(importing: number, first: number, rows: number): void {
    this.#importing = importing;
    this.#first = first;
    this.#rows = rows;
  }

  /** A sparse fact of a flow of the batch. */
  put(fact: number, row: number, value: number): void {
    const number = TABLE[fact]!;
    let table = this.#tables[number];
    if (table === undefined) {
      const described = FACT_TABLES[number]!;
      table = new Rows(this.#connection, this.#room, this.#catalog, described);
      this.#tables[number] = table;
      this.#filled.add(described.name);
    }
    table.put(COLUMN[fact]!, row, value, this.#importing, this.#first, this.#rows);
  }

  /** The batch is complete. */
  end(): void {
    for (const table of this.#tables) table?.append();
  }

  /** id of the first flow with facts that are not in the tables yet; Infinity when all are */
  get firstPending(): number {
    let first = NOTHING;
    for (const table of this.#tables) if (table !== undefined) first = Math.min(first, table.firstPending);
    return first;
  }

  /** False where rows are still pending, for want of memory. */
  flush(): boolean {
    let isWhole = true;
    for (const table of this.#tables) if (table?.flush() === false) isWhole = false;
    return isWhole;
  }

  close(): void {
    for (const table of this.#tables) table?.close();
  }
}

/** Rows of one table. */
class Rows {
  firstPending = NOTHING;
  readonly #appender: ColumnAppender;
  #capacity = 0;
  /** flow, import, then the facts */
  #columns: Uint32Array[] = [];
  readonly #width: number;
  /** by row of the batch: 1 + row here */
  #places = new Int32Array(0);
  #length = 0;

  constructor(connection: duckdb.Connection, room: Room, catalog: string, table: FactTable) {
    const columns = factTableColumns(table);
    this.#appender = new ColumnAppender(connection, room, catalog, table.name, columns);
    this.#width = columns.length;
  }

  put(column: number, row: number, value: number, importing: number, first: number, rows: number): void {
    if (this.#capacity < rows) {
      this.#capacity = rows;
      this.#columns = Array.from({ length: this.#width }, () => new Uint32Array(rows));
      this.#places = new Int32Array(rows);
    }
    let place = this.#places[row]!;
    if (place === 0) {
      place = ++this.#length;
      this.#places[row] = place;
      for (let n = 2; n < this.#width; n++) this.#columns[n]![place - 1] = 0;
      this.#columns[0]![place - 1] = first + row;
      this.#columns[1]![place - 1] = importing;
      if (this.firstPending === NOTHING) this.firstPending = first + row;
    }
    this.#columns[column + 2]![place - 1] = value;
  }

  append(): void {
    if (this.#length === 0) return;
    const [flows] = this.#columns;
    const wrote = this.#appender.append(this.#columns, this.#length);
    // Rows of the batch that went on into the next group are its last ones.
    if (wrote) {
      const { pending } = this.#appender;
      this.firstPending = pending === 0 ? NOTHING : flows![Math.max(0, this.#length - pending)]!;
    }
    this.#places.fill(0);
    this.#length = 0;
  }

  flush(): boolean {
    if (!this.#appender.flush()) return false;
    this.firstPending = NOTHING;
    return true;
  }

  close(): void {
    this.#appender.close();
  }
}
