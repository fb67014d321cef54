/** Values of a field by small numbers, for counting without hashing. */

import { type Dictionary, type Expression, endsOf, groupDictionary } from '../read/columns.ts';
import type { Vector } from '../read/read-columns.ts';
import type { Source } from '../read/source.ts';

export type Codes = Uint8Array | Uint16Array | Uint32Array;

export interface Coded {
  /** by a flow's id; of a side-less field those of its source and of its destination. 0 = nothing is known */
  readonly ends: readonly Codes[];
  /** by code, as the engine tells them; null = nothing is known, or the dictionary lacks it */
  readonly values: readonly (string | number | boolean | null)[];
  /** by code, the one that stands for the same value; undefined: each stands for itself */
  readonly alias: Uint32Array | undefined;
}

/** More different values are left to the engine. */
const MOST_VALUES = 1 << 20;
const NUMBERS: ReadonlySet<string> = new Set([
  ...['BOOLEAN', 'UTINYINT', 'USMALLINT', 'UINTEGER', 'TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'UBIGINT', 'DOUBLE'],
]);
const SMALL: ReadonlySet<string> = new Set(['BOOLEAN', 'UTINYINT', 'USMALLINT']);

export async function loadCoded(source: Source, size: number, key: string): Promise<Coded | undefined> {
  const expressions = endsOf(key);
  const [first] = expressions;
  // Several values a flow, and texts, are the engine's.
  if (first!.members !== undefined) return undefined;
  const raw = expressions.map((e) => e.group ?? e.raw);
  const types = await source.rows(`DESCRIBE SELECT ${raw.join(', ')} FROM ${source.flows} f`);
  if (types.some((row) => !NUMBERS.has(String(row.column_type)))) return undefined;
  const isSmall = types.every((row) => SMALL.has(String(row.column_type)));
  const isBoolean = types.some((row) => row.column_type === 'BOOLEAN');
  const coder = new Coder(size, expressions.length, isSmall);
  const columns = expressions.flatMap((e, i) => [
    // What is not known may not even be computable.
    isSmall ? raw[i]! : `coalesce((CASE WHEN ${e.known ?? 'true'} THEN ${raw[i]} END)::DOUBLE, 0)`,
    knownSql(e, raw[i]!, isSmall),
  ]);
  await source.scan(`SELECT f.id, ${columns.join(', ')} FROM ${source.flows} f`, undefined, (vectors, rows) =>
    coder.add(vectors, rows),
  );
  if (!coder.fits) return undefined;
  const told = isBoolean ? coder.values.map((value) => (value === null ? null : value === 1)) : coder.values;
  const dictionary = groupDictionary(first!);
  const { ends } = coder;
  if (dictionary === undefined) return { ends, values: told, alias: undefined };
  const texts = await textsOf(source, dictionary, coder.values, raw);
  if (texts === undefined) return undefined;
  const values = coder.values.map((value) => (value === null ? null : (texts.get(value) ?? null)));
  return { ends, values, alias: aliasOf(values) };
}

function knownSql({ known }: Expression, raw: string, isSmall: boolean): string {
  if (isSmall) return known ?? 'true';
  return known === undefined
    ? `((${raw}) IS NOT NULL)`
    : `coalesce(CASE WHEN ${known} THEN (${raw}) IS NOT NULL END, false)`;
}

/** Codes in the order in which values are first seen; 0 = not known. */
class Coder {
  readonly values: (number | null)[] = [null];
  readonly #size: number;
  readonly #ends: (Uint16Array | Uint32Array)[];
  /** of values below 2^16 */
  readonly #small: Uint32Array | undefined;
  readonly #codes = new Map<number, number>();
  fits = true;

  constructor(size: number, ends: number, isSmall: boolean) {
    this.#size = size;
    this.#ends = Array.from({ length: ends }, () => new Uint16Array(size));
    this.#small = isSmall ? new Uint32Array(65_536) : undefined;
  }

  /** No wider than the values need. */
  get ends(): readonly Codes[] {
    const count = this.values.length;
    if (count > 65_536) return this.#ends;
    return this.#ends.map((codes) => (count <= 256 ? new Uint8Array(codes) : new Uint16Array(codes)));
  }

  add(vectors: readonly Vector[], rows: number): void {
    if (!this.fits) return;
    const id = vectors[0] as Uint32Array;
    for (let end = 0; end < this.#ends.length; end++) {
      const value = vectors[1 + 2 * end] as Float64Array;
      const known = vectors[2 + 2 * end] as Uint8Array;
      if (this.values.length + rows > 65_536) this.#widen();
      const codes = this.#ends[end]!;
      const small = this.#small;
      if (small !== undefined)
        for (let row = 0; row < rows; row++) {
          if (known[row] === 0) continue;
          codes[id[row]!] = small[value[row]!] || this.#added(value[row]!);
        }
      else
        for (let row = 0; row < rows; row++) {
          if (known[row] === 0) continue;
          codes[id[row]!] = this.#codes.get(value[row]!) ?? this.#added(value[row]!);
        }
    }
    this.fits = this.values.length <= MOST_VALUES;
  }

  #added(value: number): number {
    const code = this.values.push(value) - 1;
    if (this.#small !== undefined) this.#small[value] = code;
    else this.#codes.set(value, code);
    return code;
  }

  /** The next part of a result may bring more values than 16 bits tell apart. */
  #widen(): void {
    for (const [end, codes] of this.#ends.entries())
      if (codes instanceof Uint16Array && this.#size > 0) this.#ends[end] = new Uint32Array(codes);
  }
}

/** More values are looked up by the flows that have them. */
const FEW = 5000;
/** Longer texts of a field, all together, are left to the engine. */
const MOST_TEXT_BYTES = 48 * 2 ** 20;

/** Texts that flows have; undefined for too many bytes. */
async function textsOf(
  source: Source,
  { table, key, text }: Dictionary,
  values: readonly (number | null)[],
  raw: readonly string[],
): Promise<ReadonlyMap<number, string> | undefined> {
  const keys = values.filter((value) => value !== null);
  if (keys.length === 0) return new Map();
  const used =
    keys.length > FEW ? raw.map((sql) => `SELECT ${sql} FROM ${source.flows} f`).join(' UNION ALL ') : keys.join(', ');
  const from = `FROM ${table} d WHERE d.${key} IN (${used})`;
  const [row] = await source.rows(`SELECT coalesce(sum(strlen(d.${text})), 0)::DOUBLE AS bytes ${from}`);
  if (Number(row!.bytes) > MOST_TEXT_BYTES) return undefined;
  const [ids = [], texts = []] = await source.columns(`SELECT d.${key}, d.${text} ${from}`);
  const found = new Map<number, string>();
  for (let row = 0; row < ids.length; row++)
    if (texts[row] !== undefined) found.set(Number(ids[row]), String(texts[row]));
  return found;
}

/** Texts may stand in a dictionary more than once. */
function aliasOf(values: readonly (string | null)[]): Uint32Array | undefined {
  const first = new Map<string | null, number>();
  const alias = new Uint32Array(values.length);
  for (const [code, value] of values.entries()) {
    const known = first.get(value);
    if (known === undefined) first.set(value, code);
    alias[code] = known ?? code;
  }
  return first.size === values.length ? undefined : alias;
}
