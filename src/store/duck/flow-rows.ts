/** Flows read raw, as columns; the texts of their codes are looked up afterwards: joining the dictionaries costs more. */
import type { FlowRow } from '#query/question.ts';
import { type Dictionary, type Expression, expressionOf, ROW_FIELDS, valueSql } from './columns.ts';
import type { ColumnValues } from './read-columns.ts';
import type { Source } from './reader.ts';

/** Some flows as columns, one for each key; undefined where nothing is known. Goes between threads as it is. */
export interface FlowColumnsRead {
  readonly length: number;
  readonly keys: readonly string[];
  readonly columns: readonly (readonly (string | number | boolean | undefined)[])[];
}

export type Fields = readonly (readonly [string, Expression])[];

/** Fields and their expressions, `id` among them; unknown keys are left out, no keys = all fields. */
export function selected(keys: readonly string[]): Fields {
  const wanted = keys.length === 0 ? ROW_FIELDS.map((field) => field.key) : keys;
  return [...new Set([...wanted, 'id'])].flatMap((key) => {
    const expression = expressionOf(key);
    return expression === undefined ? [] : [[key, expression] as const];
  });
}

/** `from`: what follows FROM; it names the flows f. */
export async function readFlows(source: Source, fields: Fields, from: string, texts: Texts): Promise<FlowColumnsRead> {
  texts.trim();
  const raw = await source.columns(`SELECT ${fields.map(([, e]) => valueSql(e)).join(', ')} FROM ${from}`);
  const columns: (string | number | boolean | undefined)[][] = [];
  for (const [i, [, e]] of fields.entries()) {
    const values = raw[i]!;
    if (e.dictionary !== undefined) {
      const known = await texts.of(source, e.dictionary, values);
      columns.push(values.map((value) => (value === undefined ? undefined : known.get(value))));
    } else columns.push(values.map((value) => (value === undefined ? undefined : e.decode(value))));
  }
  return { length: raw[0]?.length ?? 0, keys: fields.map(([key]) => key), columns };
}

/** Rows of columns; a key is absent where nothing is known. */
export function rowsOf({ length, keys, columns }: FlowColumnsRead, withId = true): FlowRow[] {
  const rows: Record<string, string | number | boolean>[] = Array.from({ length }, () => ({}));
  for (const [k, key] of keys.entries()) {
    if (key === 'id' && !withId) continue;
    const column = columns[k]!;
    for (let i = 0; i < length; i++) {
      const value = column[i];
      if (value !== undefined) rows[i]![key] = value;
    }
  }
  return rows as FlowRow[];
}

const MAX_TEXTS = 200_000;

/** Texts of codes, kept from one part of an export to the next. */
export class Texts {
  readonly #tables = new Map<string, Map<unknown, string | undefined>>();

  /** Bounds what is kept; between parts only. */
  trim(): void {
    for (const [table, known] of this.#tables) if (known.size > MAX_TEXTS) this.#tables.delete(table);
  }

  async of(
    source: Source,
    dictionary: Dictionary,
    values: ColumnValues,
  ): Promise<ReadonlyMap<unknown, string | undefined>> {
    const { table, key, text } = dictionary;
    let known = this.#tables.get(table);
    if (known === undefined) {
      known = new Map();
      this.#tables.set(table, known);
    }
    const codes = new Set<unknown>();
    for (const value of values) if (value !== undefined && !known.has(value)) codes.add(value);
    if (codes.size === 0) return known;
    for (const code of codes) known.set(code, undefined);
    const list = Array.from(codes, (code) => (typeof code === 'bigint' ? `'${code}'::UHUGEINT` : Number(code))).join(
      ',',
    );
    const [found, names] = await source.columns(`SELECT ${key}, ${text} FROM ${table} WHERE ${key} IN (${list})`);
    for (const [i, code] of found!.entries()) known.set(code, String(names![i]));
    return known;
  }
}
