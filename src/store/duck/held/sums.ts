/** Volumes of groups, added up flow by flow; groups are small numbers. */

import type { Coded } from './coded.ts';
import type { Rows } from './held.ts';
import { Pairs } from './pairs.ts';

/** Sums by group. sent is what the own end sent. */
export interface Sums {
  readonly flows: Float64Array;
  readonly sent: Float64Array;
  readonly received: Float64Array;
  readonly sentPackets: Float64Array;
  readonly receivedPackets: Float64Array;
}

export const noSums = (groups: number): Sums => ({
  flows: new Float64Array(groups),
  sent: new Float64Array(groups),
  received: new Float64Array(groups),
  sentPackets: new Float64Array(groups),
  receivedPackets: new Float64Array(groups),
});

/** By the codes of a field; a flow with the same value at both ends counts once. */
export function sumsOf({ ids, volumes }: Rows, { ends, values }: Pick<Coded, 'ends' | 'values'>): Sums {
  const sums = noSums(values.length);
  const { flows, sent, received, sentPackets, receivedPackets } = sums;
  const [one, other] = ends;
  const { sent: up, received: down, sentPackets: upPackets, receivedPackets: downPackets } = volumes;
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    const group = one![id]!;
    flows[group]!++;
    sent[group]! += up[id]!;
    received[group]! += down[id]!;
    sentPackets[group]! += upPackets[id]!;
    receivedPackets[group]! += downPackets[id]!;
  }
  if (other !== undefined)
    for (let at = 0; at < ids.length; at++) {
      const id = ids[at]!;
      const group = other[id]!;
      if (group === one![id]!) continue;
      flows[group]!++;
      sent[group]! += down[id]!;
      received[group]! += up[id]!;
      sentPackets[group]! += downPackets[id]!;
      receivedPackets[group]! += upPackets[id]!;
    }
  return sums;
}

/** Codes that stand for the same value, as one. */
export function merged(sums: Sums, alias: Uint32Array | undefined): Sums {
  if (alias !== undefined)
    for (const column of Object.values(sums) as Float64Array[])
      for (let code = 0; code < alias.length; code++) {
        const first = alias[code]!;
        if (first === code) continue;
        column[first]! += column[code]!;
        column[code] = 0;
      }
  return sums;
}

/** Groups that have flows. */
export function groupsIn({ flows }: Pick<Sums, 'flows'>): Uint32Array {
  let count = 0;
  for (let group = 0; group < flows.length; group++) if (flows[group]! > 0) count++;
  const groups = new Uint32Array(count);
  for (let group = 0, at = 0; at < count; group++) if (flows[group]! > 0) groups[at++] = group;
  return groups;
}

/** More combinations than this are numbered as they are seen. */
const MOST_COMBINED = 1 << 18;

/**
 * Groups of each flow's end by several fields: by place in `ids`. A field with one end takes it for both. undefined for more than two
 * fields with very many combinations.
 */
export function combined(ids: Uint32Array, fields: readonly Coded[], end: 0 | 1, into: Combiner): Uint32Array {
  const groups = new Uint32Array(ids.length);
  const columns = fields.map(({ ends }) => ends[end] ?? ends[0]!);
  const aliases = fields.map(({ alias }) => alias);
  for (const [field, codes] of columns.entries()) {
    const alias = aliases[field];
    // a loop for each way to join: a call for each flow would take longer than what it does
    const { factor, pairs } = into.joinOf(field);
    if (pairs === undefined)
      for (let at = 0; at < ids.length; at++) {
        const raw = codes[ids[at]!]!;
        groups[at] = groups[at]! * factor + (alias === undefined ? raw : alias[raw]!);
      }
    else
      for (let at = 0; at < ids.length; at++) {
        const raw = codes[ids[at]!]!;
        groups[at] = pairs.of(groups[at]!, alias === undefined ? raw : alias[raw]!);
      }
  }
  return groups;
}

/** Numbers combinations: those of the first fields with the next one's codes, field by field. */
export class Combiner {
  readonly #counts: readonly number[];
  /** by field from the second on: pairs of (combination before, code), or undefined where a product tells them */
  readonly #pairs: (Pairs | undefined)[] = [undefined];
  #most: number[];

  constructor(fields: readonly Coded[]) {
    this.#counts = fields.map(({ values }) => values.length);
    this.#most = [this.#counts[0]!];
    for (let field = 1; field < fields.length; field++) {
      const product = this.#most[field - 1]! * this.#counts[field]!;
      const isDense = this.#pairs[field - 1] === undefined && product <= MOST_COMBINED;
      this.#pairs.push(isDense ? undefined : new Pairs());
      this.#most.push(isDense ? product : 0);
    }
  }

  /** The combination with a field's code: pairs.of(combination before, code), without pairs combination before × factor + code. */
  joinOf(field: number): { readonly factor: number; readonly pairs: Pairs | undefined } {
    return { factor: field === 0 ? 0 : this.#counts[field]!, pairs: this.#pairs[field] };
  }

  /** groups are below it, once all have been joined */
  get groups(): number {
    const last = this.#counts.length - 1;
    return this.#pairs[last]?.count ?? this.#most[last]!;
  }

  codesOf(group: number): readonly number[] {
    const codes: number[] = [];
    let rest = group;
    for (let field = this.#counts.length - 1; field > 0; field--) {
      const pairs = this.#pairs[field];
      const count = this.#counts[field]!;
      codes.unshift(pairs === undefined ? rest % count : pairs.dst[rest]!);
      rest = pairs === undefined ? Math.floor(rest / count) : pairs.src[rest]!;
    }
    return [rest, ...codes];
  }
}

/** Values in the order of the engine: numbers, texts by their UTF-8, what is not known last. */
export function compareValues(a: unknown, b: unknown): number {
  if (a === b) return 0;
  if (a === null || a === undefined) return 1;
  if (b === null || b === undefined) return -1;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  return (a as number | bigint) < (b as number | bigint) ? -1 : 1;
}

/** The same where undefined stands for all others: these come last. */
export const compareShown = (a: unknown, b: unknown): number =>
  Number(a === undefined) - Number(b === undefined) || compareValues(a, b);

/** As their bytes in UTF-8 are ordered: units of pairs above all others. */
function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    const [isHighX, isHighY] = [(x & 0xf800) === 0xd800, (y & 0xf800) === 0xd800];
    return isHighX === isHighY ? x - y : isHighX ? 1 : -1;
  }
  return a.length - b.length;
}
