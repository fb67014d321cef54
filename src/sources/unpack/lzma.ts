/**
 * LZMA and LZMA2, for what XZ Embedded does not take: files of lzma alone, xz with filters before LZMA2 or SHA-256. Written after the
 * LZMA specification of I. Pavlov's SDK and the description of LZMA2 in XZ Embedded. The dictionary is all that is held.
 */
import type { ByteSource } from './byte-source.ts';
import { Damaged } from './damaged.ts';

const LEAST_DICTIONARY_BYTES = 4096;
/** xz -9 has 64 MiB; more is seldom asked for */
const MOST_DICTIONARY_BYTES = 256 * 1024 * 1024;
const PIECE_BYTES = 64 * 1024;
const STATES = 12;
const POSITION_STATES = 16;
const LENGTH_CODER = 2 + POSITION_STATES * 16 + 256;
/** where in the probabilities each kind begins */
const IS_MATCH = 0;
const IS_REP = IS_MATCH + STATES * POSITION_STATES;
const IS_REP0 = IS_REP + STATES;
const IS_REP1 = IS_REP0 + STATES;
const IS_REP2 = IS_REP1 + STATES;
const IS_REP0_LONG = IS_REP2 + STATES;
const SLOTS = IS_REP0_LONG + STATES * POSITION_STATES;
const SPECIAL = SLOTS + 4 * 64;
const ALIGN = SPECIAL + 115;
const LENGTHS = ALIGN + 16;
const REP_LENGTHS = LENGTHS + LENGTH_CODER;
const LITERALS = REP_LENGTHS + LENGTH_CODER;
const LITERAL_PROBABILITIES = 0x300;
const HALF = 1024;
const END_MARK = 0xffff_ffff;
const SHORTEST_MATCH = 2;

class Decoder {
  readonly #source: ByteSource;
  readonly #window: Uint8Array;
  #at = 0;
  /** bytes since the dictionary was reset, as far as it reaches */
  #known = 0;
  #probabilities = new Uint16Array(LITERALS + LITERAL_PROBABILITIES);
  #lc = 0;
  #lpMask = 0;
  #pbMask = 0;
  #range = 0;
  #code = 0;
  #state = 0;
  #rep0 = 0;
  #rep1 = 0;
  #rep2 = 0;
  #rep3 = 0;
  /** bytes of a match that are still to be copied */
  #left = 0;
  #position = 0;
  #reached = 0;

  constructor(source: ByteSource, dictionaryBytes: number) {
    if (dictionaryBytes > MOST_DICTIONARY_BYTES) throw new Damaged('needs too much memory', 0);
    this.#source = source;
    this.#window = new Uint8Array(Math.max(dictionaryBytes, LEAST_DICTIONARY_BYTES));
  }

  resetDictionary(): void {
    this.#known = 0;
    this.#position = 0;
  }

  /** Literal context, literal position and position bits in one byte; all probabilities begin anew. */
  setProperties(byte: number, isLzma2: boolean): void {
    const lc = byte % 9;
    const lp = Math.floor(byte / 9) % 5;
    const pb = Math.floor(byte / 45);
    if (pb > 4 || (isLzma2 && lc + lp > 4)) throw new Damaged('is damaged', this.#source.position);
    this.#lc = lc;
    this.#lpMask = (1 << lp) - 1;
    this.#pbMask = (1 << pb) - 1;
    const needed = LITERALS + (LITERAL_PROBABILITIES << (lc + lp));
    if (this.#probabilities.length < needed) this.#probabilities = new Uint16Array(needed);
    this.resetState();
  }

  resetState(): void {
    this.#probabilities.fill(HALF);
    this.#state = this.#rep0 = this.#rep1 = this.#rep2 = this.#rep3 = 0;
  }

  startRange(): void {
    if (this.#source.byte() !== 0) throw new Damaged('is damaged', this.#source.position - 1);
    this.#range = 0xffff_ffff;
    this.#code = 0;
    for (let n = 0; n < 4; n++) this.#code = ((this.#code << 8) | this.#source.byte()) >>> 0;
  }

  /** Yields `bytes` as they are. */
  *copy(bytes: number): Generator<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      const count = Math.min(left, PIECE_BYTES, this.#window.length - this.#at);
      this.#source.fill(this.#window, this.#at, count);
      yield this.#made(this.#at, count);
      left -= count;
    }
  }

  /** Yields up to `bytes`, fewer only where the data say that they end. */
  *expand(bytes: number): Generator<Uint8Array> {
    for (let left = bytes; left > 0; ) {
      const from = this.#at;
      const most = Math.min(left, PIECE_BYTES, this.#window.length - from);
      let fault: unknown;
      try {
        this.#run(from + most);
      } catch (error) {
        fault = error;
      }
      const count = this.#reached - from;
      if (count > 0) yield this.#made(from, count);
      if (fault !== undefined) throw fault;
      left -= count;
      if (count < most) return;
    }
    if (this.#left > 0 && Number.isFinite(bytes)) throw new Damaged('is damaged', this.#source.position);
  }

  #made(from: number, count: number): Uint8Array {
    this.#at = from + count === this.#window.length ? 0 : from + count;
    this.#known = Math.min(this.#known + count, this.#window.length);
    this.#position = (this.#position + count) >>> 0;
    return this.#window.slice(from, from + count);
  }

  /** Fills the window up to `end`, less only at the mark of the end or at a fault; #reached says how far. */
  #run(end: number): void {
    const window = this.#window;
    const size = window.length;
    const start = this.#at;
    let at = start;
    for (;;) {
      if (this.#left > 0) {
        let from = at - this.#rep0 - 1;
        if (from < 0) from += size;
        const count = Math.min(this.#left, end - at);
        for (let n = 0; n < count; n++) {
          window[at++] = window[from++]!;
          if (from === size) from = 0;
        }
        this.#left -= count;
      }
      this.#reached = at;
      if (at === end) return;
      const known = Math.min(this.#known + at - start, size);
      const posState = (this.#position + at - start) & this.#pbMask;
      if (this.#bit(IS_MATCH + this.#state * POSITION_STATES + posState) === 0) {
        this.#literal(at, known, start);
        at++;
      } else if (!this.#match(posState)) return;
      else if (this.#rep0 >= known) throw new Damaged('is damaged', this.#source.position);
    }
  }

  #literal(at: number, known: number, start: number): void {
    const window = this.#window;
    const before = known === 0 ? 0 : window[at === 0 ? window.length - 1 : at - 1]!;
    const place = (this.#position + at - start) & this.#lpMask;
    const base = LITERALS + LITERAL_PROBABILITIES * ((place << this.#lc) + (before >> (8 - this.#lc)));
    let symbol = 1;
    if (this.#state >= 7) {
      let from = at - this.#rep0 - 1;
      if (from < 0) from += window.length;
      let matched = window[from]!;
      while (symbol < 0x100) {
        const bit = (matched >> 7) & 1;
        matched <<= 1;
        const taken = this.#bit(base + ((1 + bit) << 8) + symbol);
        symbol = (symbol << 1) | taken;
        if (taken !== bit) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.#bit(base + symbol);
    window[at] = symbol;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  /** Length and distance of a match; false at the mark of the end. */
  #match(posState: number): boolean {
    const state = this.#state;
    if (this.#bit(IS_REP + state) === 0) {
      this.#rep3 = this.#rep2;
      this.#rep2 = this.#rep1;
      this.#rep1 = this.#rep0;
      this.#left = this.#length(LENGTHS, posState);
      this.#state = state < 7 ? 7 : 10;
      this.#rep0 = this.#distance(Math.min(this.#left - SHORTEST_MATCH, 3));
      if (this.#rep0 !== END_MARK) return true;
      this.#left = 0;
      return false;
    }
    if (this.#bit(IS_REP0 + state) === 0) {
      if (this.#bit(IS_REP0_LONG + state * POSITION_STATES + posState) === 0) {
        this.#state = state < 7 ? 9 : 11;
        this.#left = 1;
        return true;
      }
    } else {
      let distance = this.#rep1;
      if (this.#bit(IS_REP1 + state) !== 0) {
        distance = this.#rep2;
        if (this.#bit(IS_REP2 + state) !== 0) {
          distance = this.#rep3;
          this.#rep3 = this.#rep2;
        }
        this.#rep2 = this.#rep1;
      }
      this.#rep1 = this.#rep0;
      this.#rep0 = distance;
    }
    this.#left = this.#length(REP_LENGTHS, posState);
    this.#state = state < 7 ? 8 : 11;
    return true;
  }

  #length(base: number, posState: number): number {
    if (this.#bit(base) === 0) return SHORTEST_MATCH + this.#tree(base + 2 + posState * 8, 3);
    if (this.#bit(base + 1) === 0)
      return SHORTEST_MATCH + 8 + this.#tree(base + 2 + (POSITION_STATES + posState) * 8, 3);
    return SHORTEST_MATCH + 16 + this.#tree(base + 2 + POSITION_STATES * 16, 8);
  }

  #distance(lengthState: number): number {
    const slot = this.#tree(SLOTS + lengthState * 64, 6);
    if (slot < 4) return slot;
    const bits = (slot >> 1) - 1;
    const distance = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return distance + this.#reverseTree(SPECIAL + distance - slot, bits);
    let direct = 0;
    for (let n = bits - 4; n > 0; n--) {
      this.#range >>>= 1;
      const isOne = this.#code >= this.#range;
      if (isOne) this.#code = (this.#code - this.#range) >>> 0;
      direct = ((direct << 1) | (isOne ? 1 : 0)) >>> 0;
      this.#normalize();
    }
    return (distance + direct * 16 + this.#reverseTree(ALIGN, 4)) >>> 0;
  }

  #tree(base: number, bits: number): number {
    let symbol = 1;
    for (let n = 0; n < bits; n++) symbol = (symbol << 1) | this.#bit(base + symbol);
    return symbol - (1 << bits);
  }

  #reverseTree(base: number, bits: number): number {
    let symbol = 1;
    let value = 0;
    for (let n = 0; n < bits; n++) {
      const bit = this.#bit(base + symbol);
      symbol = (symbol << 1) | bit;
      value |= bit << n;
    }
    return value;
  }

  #bit(index: number): number {
    const probability = this.#probabilities[index]!;
    const bound = Math.imul(this.#range >>> 11, probability) >>> 0;
    if (this.#code < bound) {
      this.#range = bound;
      this.#probabilities[index] = probability + ((2048 - probability) >> 5);
      if (bound < 0x1000000) this.#normalize();
      return 0;
    }
    this.#range = (this.#range - bound) >>> 0;
    this.#code = (this.#code - bound) >>> 0;
    this.#probabilities[index] = probability - (probability >> 5);
    if (this.#range < 0x1000000) this.#normalize();
    return 1;
  }

  #normalize(): void {
    if (this.#range >= 0x1000000) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | this.#source.byte()) >>> 0;
  }
}

/** A file of lzma alone: properties, dictionary, length (all ones = not told), data. */
export function* expandLzma(source: ByteSource): Generator<Uint8Array> {
  const properties = source.byte();
  const decoder = new Decoder(source, source.u32le());
  const low = source.u32le();
  const high = source.u32le();
  const isTold = low !== 0xffff_ffff || high !== 0xffff_ffff;
  decoder.setProperties(properties, false);
  decoder.startRange();
  yield* decoder.expand(isTold ? high * 0x1_0000_0000 + low : Number.POSITIVE_INFINITY);
}

/** LZMA2: chunks, copied or of LZMA, until a zero. */
export function* expandLzma2(source: ByteSource, dictionaryBytes: number): Generator<Uint8Array> {
  const decoder = new Decoder(source, dictionaryBytes);
  let needsDictionary = true;
  let needsProperties = true;
  for (;;) {
    const start = source.position;
    const control = source.byte();
    if (control === 0) return;
    if (control >= 0xe0 || control === 1) {
      decoder.resetDictionary();
      needsDictionary = false;
      needsProperties = true;
    }
    if (needsDictionary || (control > 2 && control < 0x80)) throw new Damaged('is damaged', start);
    const low = (source.byte() << 8) | source.byte();
    if (control < 0x80) {
      yield* decoder.copy(low + 1);
      continue;
    }
    const bytes = ((control & 0x1f) << 16) + low + 1;
    const packed = ((source.byte() << 8) | source.byte()) + 1;
    if (control >= 0xc0) {
      decoder.setProperties(source.byte(), true);
      needsProperties = false;
    } else if (needsProperties) throw new Damaged('is damaged', start);
    else if (control >= 0xa0) decoder.resetState();
    const from = source.position;
    decoder.startRange();
    let made = 0;
    for (const piece of decoder.expand(bytes)) {
      made += piece.length;
      yield piece;
    }
    if (made !== bytes || source.position !== from + packed) throw new Damaged('is damaged', source.position);
  }
}
