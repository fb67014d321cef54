import duckdb from '@duckdb/node-bindings';
import type { RowAppender } from './row-appender.ts';

/** A code table: names as the program numbers them → codes of the dataset, which outlive the program's. */
export class Codes {
  readonly rows: RowAppender;
  readonly #codes: Map<string, number>;
  readonly #known: Set<number>;
  /** maps by the program's list, extended when the list grew */
  readonly #maps = new WeakMap<readonly string[], Uint16Array>();
  #last: { readonly names: readonly string[]; readonly map: Uint16Array } | undefined;

  constructor(held: readonly (readonly [number, string])[], rows: RowAppender) {
    this.rows = rows;
    this.#codes = new Map(held.map(([code, name]) => [name, code]));
    this.#known = new Set(held.map(([code]) => code));
  }

  mapOf(names: readonly string[]): Uint16Array {
    const known = this.#maps.get(names);
    if (known !== undefined && known.length === names.length) return known;
    if (
      this.#last !== undefined &&
      this.#last.map.length === names.length &&
      names.every((name, i) => name === this.#last!.names[i])
    )
      return this.#last.map;
    const map = Uint16Array.from(names, (name) => this.#codeOf(name));
    this.#maps.set(names, map);
    this.#last = { names, map };
    return map;
  }

  /** Tells the name of a code that is fixed. */
  name(code: number, name: string): void {
    if (this.#known.has(code)) return;
    this.#add(code, name);
  }

  #codeOf(name: string): number {
    if (name === '') return 0;
    const held = this.#codes.get(name);
    if (held !== undefined) return held;
    let code = this.#codes.size + 1;
    while (this.#known.has(code)) code++;
    if (code > 0xffff) return 0;
    this.#add(code, name);
    return code;
  }

  #add(code: number, name: string): void {
    this.#known.add(code);
    this.#codes.set(name, code);
    this.rows.row((a) => {
      duckdb.append_uint32(a, code);
      duckdb.append_varchar(a, name);
    });
  }
}
