import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';

/** Values of a statement's parameters, collected while its text is written. */
export class Parameters {
  readonly values: DuckDBValue[] = [];
  readonly types: DuckDBType[] = [];
  /** flows by Community ID, as far as somebody has looked them up: computing the IDs of a million flows takes seconds */
  readonly found = new Map<string, Uint32Array>();

  add(value: DuckDBValue, type: DuckDBType): string {
    this.values.push(value);
    this.types.push(type);
    return `$${this.values.length}`;
  }

  /** Tells values from others, whatever characters are in them. */
  get key(): string {
    return this.values.map((value) => `${String(value).length} ${String(value)}`).join(' ');
  }
}
