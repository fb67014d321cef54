/**
 * A number for each address of a dataset, and of each flow those of its ends: sums of hosts are then additions into arrays, a fifth
 * of what grouping by 128-bit addresses costs.
 */
import type { Vector } from '../read/read-columns.ts';
import type { Source } from '../read/source.ts';
import { hashTable, hashWord } from '../seeded-hash.ts';
import { inOrderByTurns } from './radix.ts';

/** So many addresses are always numbered. */
const FEW_HOSTS = 3_000_000;
/** Of memory, for each of more: of its place in the index and in the table that numbers it. */
const BYTES_WHILE_NUMBERED = 80;

/** More addresses than go into so many bytes are grouped by the engine. */
export const mostHosts = (bytes: number): number => Math.max(FEW_HOSTS, Math.floor(bytes / BYTES_WHILE_NUMBERED));
const LEAST_SLOTS = 1024;
/** Of more it is asked first how many hosts there are: a third of a second for ten million. */
const MANY_FLOWS = 1_000_000;

export interface HostIndex {
  /** by a flow's id: numbers of its ends; 0 = it has no address */
  readonly src: Uint32Array;
  readonly dst: Uint32Array;
  /** numbers are below it, in the order of their first flows: those of flows that follow each other lie together */
  readonly count: number;
  /** by number: the address, low and high half */
  readonly low: BigUint64Array;
  readonly high: BigUint64Array;
  /** the same, 32 bits each, least first: numbers, not bigints */
  readonly words: { readonly low: Uint32Array; readonly high: Uint32Array };
  /** Numbers in the order of the addresses, without 0; worked out when first asked for. Rejects as `turn` does. */
  inOrder(turn: () => Promise<void>): Promise<Uint32Array>;
  /** by number, for sums of one question after the other: good until the next await */
  readonly scratch: Scratch;
  /** of memory */
  readonly bytes: number;
}

interface Scratch {
  readonly values: Float64Array;
  readonly flows: Uint32Array;
  readonly groups: Uint32Array;
  /** 0 but while a question uses it */
  readonly places: Uint32Array;
  readonly seen: Uint8Array;
}

/** Of the index, its order and its scratch. */
const BYTES_A_HOST = 16 + 4 + 8 + 4 + 4 + 4 + 1;

/** undefined for more than `most` addresses. `size`: ids of flows are below it. */
export async function numberHosts(source: Source, size: number, most: number): Promise<HostIndex | undefined> {
  const src = new Uint32Array(size);
  const dst = new Uint32Array(size);
  const numbers = new Numbers(size < MANY_FLOWS ? 0 : Math.min(most, await aboutHosts(source)));
  let fits = true;
  await source.scan(
    `SELECT f.id, f.src_ip_low, f.src_ip_high, f.dst_ip_low, f.dst_ip_high FROM ${source.flows} f WHERE f.ip_version <> 0`,
    undefined,
    (columns, rows) => {
      if (!fits) return;
      const id = columns[0] as Uint32Array;
      const [sl, sh, dl, dh] = columns.slice(1).map(wordsOf) as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
      for (let row = 0, at = 0; row < rows; row++, at += 2) {
        src[id[row]!] = numbers.of(sl[at]!, sl[at + 1]!, sh[at]!, sh[at + 1]!);
        dst[id[row]!] = numbers.of(dl[at]!, dl[at + 1]!, dh[at]!, dh[at + 1]!);
      }
      fits = numbers.count <= most;
    },
  );
  if (!fits) return undefined;
  const { count, low, high } = numbers;
  const words = { low: new Uint32Array(low.buffer), high: new Uint32Array(high.buffer) };
  let ordered: Promise<Uint32Array> | undefined;
  const index: HostIndex = {
    src,
    dst,
    count,
    low,
    high,
    words,
    inOrder(turn) {
      // What another question was working out when it was given up begins anew.
      if (ordered !== undefined) return ordered.catch(() => turn().then(() => index.inOrder(turn)));
      ordered = inOrder({ count, words }, turn);
      ordered.catch(() => {
        ordered = undefined;
      });
      return ordered;
    },
    scratch: {
      values: new Float64Array(count),
      flows: new Uint32Array(count),
      groups: new Uint32Array(count),
      places: new Uint32Array(count),
      seen: new Uint8Array(count),
    },
    bytes: 8 * size + BYTES_A_HOST * count,
  };
  return index;
}

/** A tenth too many or too few (HyperLogLog), or twice as many where each address is at both ends. */
async function aboutHosts(source: Source): Promise<number> {
  const [row] = await source.rows(
    `SELECT approx_count_distinct(f.src_ip_low) + approx_count_distinct(f.dst_ip_low) AS n FROM ${source.flows} f`,
  );
  return Number(row!.n);
}

const wordsOf = ({ buffer, byteOffset, byteLength }: Vector): Uint32Array =>
  new Uint32Array(buffer, byteOffset, byteLength / 4);

/** Open addressing over the words of the addresses; a slot holds a number, 0 = free. */
export class Numbers {
  count = 1;
  low: BigUint64Array<ArrayBuffer>;
  high: BigUint64Array<ArrayBuffer>;
  #words: Uint32Array;
  #highWords: Uint32Array;
  #slots: Uint32Array;

  /** `expected`: so many need no growing, which costs as much as numbering them. */
  constructor(expected = 0) {
    const size = Math.max(LEAST_SLOTS, 2 ** Math.ceil(Math.log2(2 * expected + 2)));
    this.low = new BigUint64Array(size / 2);
    this.high = new BigUint64Array(size / 2);
    this.#words = new Uint32Array(this.low.buffer);
    this.#highWords = new Uint32Array(this.high.buffer);
    this.#slots = new Uint32Array(size);
  }

  of(l0: number, l1: number, h0: number, h1: number): number {
    const mask = this.#slots.length - 1;
    for (let slot = hash(l0, l1, h0, h1) & mask; ; slot = (slot + 1) & mask) {
      const number = this.#slots[slot]!;
      if (number === 0) return this.#add(slot, l0, l1, h0, h1);
      const at = 2 * number;
      if (
        this.#words[at] === l0 &&
        this.#words[at + 1] === l1 &&
        this.#highWords[at] === h0 &&
        this.#highWords[at + 1] === h1
      )
        return number;
    }
  }

  #add(slot: number, l0: number, l1: number, h0: number, h1: number): number {
    const number = this.count++;
    this.#slots[slot] = number;
    this.#words[2 * number] = l0;
    this.#words[2 * number + 1] = l1;
    this.#highWords[2 * number] = h0;
    this.#highWords[2 * number + 1] = h1;
    if (2 * this.count >= this.#slots.length) this.#grow();
    return number;
  }

  #grow(): void {
    const size = this.#slots.length * 2;
    const [low, high] = [new BigUint64Array(size / 2), new BigUint64Array(size / 2)];
    low.set(this.low);
    high.set(this.high);
    this.low = low;
    this.high = high;
    this.#words = new Uint32Array(low.buffer);
    this.#highWords = new Uint32Array(high.buffer);
    this.#slots = new Uint32Array(size);
    const mask = size - 1;
    for (let number = 1; number < this.count; number++) {
      const at = 2 * number;
      let slot = hash(this.#words[at]!, this.#words[at + 1]!, this.#highWords[at]!, this.#highWords[at + 1]!) & mask;
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask;
      this.#slots[slot] = number;
    }
  }
}

const TABLE = hashTable(4);
/** What lies above the low word is nearly always that of IPv4. */
const IPV4 = hashWord(TABLE, 1, 0xffff) ^ hashWord(TABLE, 2, 0) ^ hashWord(TABLE, 3, 0);

function hash(l0: number, l1: number, h0: number, h1: number): number {
  const above =
    l1 === 0xffff && h0 === 0 && h1 === 0
      ? IPV4
      : hashWord(TABLE, 1, l1) ^ hashWord(TABLE, 2, h0) ^ hashWord(TABLE, 3, h1);
  return (hashWord(TABLE, 0, l0) ^ above) >>> 0;
}

/** The numbers in the order of the addresses, without 0. */
function inOrder(
  { count, words: { low, high } }: Pick<HostIndex, 'count' | 'words'>,
  turn: () => Promise<void>,
): Promise<Uint32Array> {
  const numbers = new Uint32Array(count - 1);
  for (let at = 0; at < numbers.length; at++) numbers[at] = at + 1;
  const keys = [low, high].flatMap((words) => [{ words, half: 0 } as const, { words, half: 1 } as const]);
  return inOrderByTurns(numbers, keys, turn);
}

/** The address as one number of 128 bits. */
export const addressOf = ({ low, high }: HostIndex, number: number): bigint => (high[number]! << 64n) | low[number]!;

/** As addresses are ordered; below 0 when the first comes first. */
export function byAddress({ words: { low, high } }: HostIndex, a: number, b: number): number {
  const [i, j] = [2 * a, 2 * b];
  return high[i + 1]! - high[j + 1]! || high[i]! - high[j]! || low[i + 1]! - low[j + 1]! || low[i]! - low[j]!;
}
