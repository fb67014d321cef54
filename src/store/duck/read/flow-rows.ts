/** Flows read raw, as columns; the texts of their codes are looked up afterwards: joining the dictionaries costs more. */
import type { FlowRow } from '#query/question.ts';
import { type Dictionary, type Expression, expressionOf, ROW_FIELDS, valueSql } from './columns.ts';
import { FlowsView } from './flows-view.ts';
import type { ColumnValues } from './read-columns.ts';
import type { Source } from './source.ts';

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

/** Which flows to read. */
export interface Few {
  /** what follows FROM; it names the flows f */
  readonly from: string;
  /** what their ids pass: "IN (1, 2)" */
  readonly test: string;
}

export async function readFlows(source: Source, fields: Fields, few: Few, texts: Texts): Promise<FlowColumnsRead> {
  texts.trim();
  const raw = await readRaw(source, fields, few);
  // Many fields share a dictionary: it is asked once for all of them.
  const coded = fields.flatMap(([, e], i) => (e.dictionary === undefined ? [] : [[e.dictionary, raw[i]!] as const]));
  for (const shared of Map.groupBy(coded, ([dictionary]) => nameOf(dictionary)).values())
    await texts.of(source, shared[0]![0], new Set(shared.flatMap(([, values]) => values)));
  const columns: (string | number | boolean | undefined)[][] = [];
  for (const [i, [, e]] of fields.entries()) {
    const values = raw[i]!;
    if (e.dictionary !== undefined) {
      const known = texts.known(e.dictionary);
      columns.push(values.map((value) => (value === undefined ? undefined : known.get(value))));
    } else columns.push(values.map((value) => (value === undefined ? undefined : e.decode(value))));
  }
  return { length: raw[0]?.length ?? 0, keys: fields.map(([key]) => key), columns };
}

/** Values of the fields as stored. Facts are read from their tables by themselves: joining all of them costs memory and time. */
async function readRaw(source: Source, fields: Fields, { from, test }: Few): Promise<readonly ColumnValues[]> {
  const tables = fields.map(([, e]) => FlowsView.tableOf(valueSql(e)));
  const own = fields.filter((_, i) => tables[i] === undefined);
  const read = await source.columns(`SELECT ${own.map(([, e]) => valueSql(e)).join(', ')} FROM ${from}`);
  const ids = read[own.findIndex(([key]) => key === 'id')]!;
  const places = new Map(ids.map((id, row) => [id, row]));
  const columns: ColumnValues[] = [];
  for (const [i, [key]] of fields.entries())
    columns.push(
      tables[i] === undefined ? read[own.findIndex((one) => one[0] === key)]! : new Array(ids.length).fill(undefined),
    );
  for (const table of new Set(tables)) {
    const rows = table === undefined ? undefined : source.factsAmong(table, test);
    if (rows === undefined) continue;
    const wanted = fields.flatMap((_, i) => (tables[i] === table ? [i] : []));
    const values = wanted.map((i) => valueSql(fields[i]![1]));
    const [flows, ...found] = await source.columns(`SELECT f.flow, ${values.join(', ')} FROM ${rows} f`);
    for (const [n, flow] of flows!.entries()) {
      const place = places.get(flow);
      if (place !== undefined) for (const [k, i] of wanted.entries()) columns[i]![place] = found[k]![n];
    }
  }
  return columns;
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

  /** Makes the texts of these codes known. */
  async of(source: Source, dictionary: Dictionary, values: Iterable<unknown>): Promise<void> {
    const { table, key, text } = dictionary;
    const known = this.known(dictionary);
    const codes = new Set<unknown>();
    for (const value of values) if (value !== undefined && !known.has(value)) codes.add(value);
    if (codes.size === 0) return;
    for (const code of codes) known.set(code, undefined);
    const list = Array.from(codes, (code) => (typeof code === 'bigint' ? `'${code}'::UHUGEINT` : Number(code))).join(
      ',',
    );
    const [found, names] = await source.columns(`SELECT ${key}, ${text} FROM ${table} WHERE ${key} IN (${list})`);
    for (const [i, code] of found!.entries()) known.set(code, String(names![i]));
  }

  /** Texts by code, as far as they are known. */
  known(dictionary: Dictionary): Map<unknown, string | undefined> {
    const name = nameOf(dictionary);
    let known = this.#tables.get(name);
    if (known === undefined) {
      known = new Map();
      this.#tables.set(name, known);
    }
    return known;
  }
}

const nameOf = ({ table, key, text }: Dictionary): string => `${table} ${key} ${text}`;
