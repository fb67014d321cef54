/**
 * bzip2, streams one behind the other. Written after the format's description by J. Tsai,
 * https://github.com/dsnet/compress/blob/master/doc/bzip2-format.pdf
 */
import type { ByteSource } from './byte-source.ts';
import { Damaged } from './damaged.ts';
import { FrameLimit } from './frame-limit.ts';

const BLOCK_MAGIC = [0x314159, 0x265359] as const;
const END_MAGIC = [0x177245, 0x385090] as const;
const MAX_CODE_BITS = 20;
const GROUP_SYMBOLS = 50;
const MAX_SYMBOLS = 258;
const RUN_A = 0;
const RUN_B = 1;
const PIECE_BYTES = 64 * 1024;

/** CRC-32 of bzip2: most significant bit first */
const CRC = Int32Array.from({ length: 256 }, (_, n) => {
  let crc = n << 24;
  for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc;
});

class Bits {
  readonly source: ByteSource;
  #word = 0;
  #count = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** The next n bits, up to 24. */
  take(n: number): number {
    while (this.#count < n) {
      this.#word = ((this.#word << 8) | this.source.byte()) & 0x7fffffff;
      this.#count += 8;
    }
    this.#count -= n;
    const value = (this.#word >>> this.#count) & ((1 << n) - 1);
    this.#word &= (1 << this.#count) - 1;
    return value;
  }

  align(): void {
    this.#count = 0;
    this.#word = 0;
  }
}

/** One Huffman code: by length the largest code, and where its symbols start. */
interface Code {
  readonly limits: Int32Array;
  readonly bases: Int32Array;
  readonly symbols: Uint16Array;
  readonly shortest: number;
  readonly longest: number;
}

/** Yields what the streams hold; each piece is valid until the next. */
export function* expandBzip2(source: ByteSource): Generator<Uint8Array> {
  const bits = new Bits(source);
  const limit = new FrameLimit();
  const piece = new Uint8Array(PIECE_BYTES);
  let links = new Uint32Array(0);
  for (let stream = 0; ; stream++) {
    const start = source.position;
    const first = source.byteOrEnd();
    if (first < 0) return;
    const level = first === 0x42 && source.byte() === 0x5a && source.byte() === 0x68 ? source.byte() - 0x30 : 0;
    if (level < 1 || level > 9) throw new Damaged(stream === 0 ? 'is damaged' : 'goes on with other bytes', start);
    limit.begin(start);
    const blockBytes = level * 100_000;
    if (links.length < blockBytes) links = new Uint32Array(blockBytes);
    for (const made of expandStream(bits, links.subarray(0, blockBytes), piece)) {
      limit.made += made.length;
      yield made;
    }
    bits.align();
  }
}

/** `links` and `piece` are room to work in, for a block and for what comes out. */
function* expandStream(bits: Bits, links: Uint32Array, piece: Uint8Array): Generator<Uint8Array> {
  let streamCrc = 0;
  for (;;) {
    const at = bits.source.position;
    const [high, low] = [bits.take(24), bits.take(24)];
    const crc = (bits.take(16) << 16) | bits.take(16);
    if (high === END_MAGIC[0] && low === END_MAGIC[1]) {
      if (crc !== streamCrc) throw new Damaged('is damaged', at);
      return;
    }
    if (high !== BLOCK_MAGIC[0] || low !== BLOCK_MAGIC[1]) throw new Damaged('is damaged', at);
    const isRandomised = bits.take(1) === 1;
    const origin = bits.take(24);
    if (isRandomised) throw new Damaged('is of an old kind (randomised)', at);
    const length = readBlock(bits, links, at);
    if (origin >= length) throw new Damaged('is damaged', at);
    // Runs: after four equal bytes comes how many more there are.
    let place = links[origin]! >>> 8;
    let made = -1;
    let put = 0;
    let previous = -1;
    let equal = 0;
    for (let n = 0; n < length; n++) {
      const link = links[place]!;
      const byte = link & 0xff;
      place = link >>> 8;
      if (equal === 4) {
        for (let more = byte; more > 0; more--) {
          if (put === PIECE_BYTES) {
            made = crcOf(made, piece, put);
            yield piece;
            put = 0;
          }
          piece[put++] = previous;
        }
        equal = 0;
        previous = -1;
        continue;
      }
      equal = byte === previous ? equal + 1 : 1;
      previous = byte;
      if (put === PIECE_BYTES) {
        made = crcOf(made, piece, put);
        yield piece;
        put = 0;
      }
      piece[put++] = byte;
    }
    made = ~crcOf(made, piece, put);
    if (put > 0) yield piece.subarray(0, put);
    if (made !== crc) throw new Damaged('is damaged', at);
    streamCrc = ((streamCrc << 1) | (streamCrc >>> 31)) ^ made;
  }
}

function crcOf(crc: number, bytes: Uint8Array, length: number): number {
  let value = crc;
  for (let n = 0; n < length; n++) value = (value << 8) ^ CRC[(value >>> 24) ^ bytes[n]!]!;
  return value;
}

/** Reads a block to `links`: of each byte itself (low 8 bits) and where the next one is. Returns how many bytes. */
function readBlock(bits: Bits, links: Uint32Array, at: number): number {
  const stack = readAlphabet(bits, at);
  const count = stack.length + 2;
  const { codes, selectors } = readCodes(bits, count, at);
  const end = count - 1;
  const counts = new Int32Array(256);
  let length = 0;
  let run = 0;
  let weight = 1;
  let group = 0;
  let left = 0;
  let code = codes[0]!;
  for (;;) {
    if (left === 0) {
      if (group === selectors.length) throw new Damaged('is damaged', at);
      code = codes[selectors[group++]!]!;
      left = GROUP_SYMBOLS;
    }
    left--;
    const symbol = readSymbol(bits, code, at);
    if (symbol === RUN_A || symbol === RUN_B) {
      run += weight << symbol;
      weight *= 2;
      if (run > links.length) throw new Damaged('is damaged', at);
      continue;
    }
    if (run > 0) {
      if (run > links.length - length) throw new Damaged('is damaged', at);
      const byte = stack[0]!;
      counts[byte]! += run;
      links.fill(byte, length, length + run);
      length += run;
      run = 0;
    }
    weight = 1;
    if (symbol === end) break;
    if (length === links.length) throw new Damaged('is damaged', at);
    const byte = stack[symbol - 1]!;
    stack.copyWithin(1, 0, symbol - 1);
    stack[0] = byte;
    counts[byte]!++;
    links[length++] = byte;
  }
  // Undoes the Burrows–Wheeler transform: where each byte's successor stands.
  for (let byte = 0, sum = 0; byte < 256; byte++) {
    const own = counts[byte]!;
    counts[byte] = sum;
    sum += own;
  }
  for (let n = 0; n < length; n++) {
    const byte = links[n]! & 0xff;
    const place = counts[byte]!++;
    links[place] = links[place]! | (n << 8);
  }
  return length;
}

/** Bytes that occur, ascending. */
function readAlphabet(bits: Bits, at: number): Uint8Array {
  const ranges = bits.take(16);
  const bytes: number[] = [];
  for (let range = 0; range < 16; range++) {
    if ((ranges & (0x8000 >>> range)) === 0) continue;
    const used = bits.take(16);
    for (let n = 0; n < 16; n++) if (used & (0x8000 >>> n)) bytes.push(range * 16 + n);
  }
  if (bytes.length === 0) throw new Damaged('is damaged', at);
  return Uint8Array.from(bytes);
}

function readCodes(bits: Bits, count: number, at: number): { codes: Code[]; selectors: Uint8Array } {
  const tables = bits.take(3);
  const groups = bits.take(15);
  if (tables < 2 || tables > 6 || groups === 0) throw new Damaged('is damaged', at);
  const order = Uint8Array.from({ length: tables }, (_, n) => n);
  const selectors = new Uint8Array(groups);
  for (let n = 0; n < groups; n++) {
    let place = 0;
    while (bits.take(1) === 1) if (++place >= tables) throw new Damaged('is damaged', at);
    const table = order[place]!;
    order.copyWithin(1, 0, place);
    order[0] = table;
    selectors[n] = table;
  }
  const codes: Code[] = [];
  const lengths = new Uint8Array(MAX_SYMBOLS);
  for (let table = 0; table < tables; table++) {
    let length = bits.take(5);
    for (let symbol = 0; symbol < count; symbol++) {
      for (;;) {
        if (length < 1 || length > MAX_CODE_BITS) throw new Damaged('is damaged', at);
        if (bits.take(1) === 0) break;
        length += bits.take(1) === 0 ? 1 : -1;
      }
      lengths[symbol] = length;
    }
    codes.push(codeOf(lengths.subarray(0, count)));
  }
  return { codes, selectors };
}

function codeOf(lengths: Uint8Array): Code {
  const shortest = Math.min(...lengths);
  const longest = Math.max(...lengths);
  const limits = new Int32Array(MAX_CODE_BITS + 2).fill(-1);
  const bases = new Int32Array(MAX_CODE_BITS + 2);
  const symbols = new Uint16Array(lengths.length);
  let next = 0;
  let codeValue = 0;
  for (let length = shortest; length <= longest; length++) {
    bases[length] = next - codeValue;
    for (let symbol = 0; symbol < lengths.length; symbol++)
      if (lengths[symbol] === length) {
        symbols[next++] = symbol;
        codeValue++;
      }
    limits[length] = codeValue - 1;
    codeValue <<= 1;
  }
  return { limits, bases, symbols, shortest, longest };
}

function readSymbol(bits: Bits, { limits, bases, symbols, shortest, longest }: Code, at: number): number {
  let length = shortest;
  let value = bits.take(length);
  while (value > limits[length]!) {
    if (length === longest) throw new Damaged('is damaged', at);
    value = (value << 1) | bits.take(1);
    length++;
  }
  const index = value + bases[length]!;
  if (index < 0 || index >= symbols.length) throw new Damaged('is damaged', at);
  return symbols[index]!;
}
