/**
 * xz (https://tukaani.org/xz/xz-file-format.txt) with what XZ Embedded leaves out: filters before LZMA2, SHA-256. Slower, and only
 * asked when a file needs it.
 */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { branchFilter, type Filter, undoFilter } from './branch-filters.ts';
import type { ByteSource } from './byte-source.ts';
import { Damaged } from './damaged.ts';
import { FrameLimit } from './frame-limit.ts';
import { expandLzma2 } from './lzma.ts';

const MAGIC = [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0] as const;
const HEADER_BYTES = 12;
const LZMA2 = 0x21;
const CHECK_BYTES = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64] as const;
const [NONE, CRC32, CRC64, SHA256] = [0, 1, 4, 10];
const MAX_VLI_BYTES = 9;
const UNKNOWN = "uses a filter or a check that can't be undone here: use xz -d";

/** True when the first block of these first bytes needs more than XZ Embedded has. */
export function needsMore(head: Uint8Array): boolean {
  const check = head[7]! & 15;
  const filters = (head[HEADER_BYTES + 1]! & 3) + 1;
  return head.length > HEADER_BYTES + 1 && (check > CRC64 || (head[HEADER_BYTES] !== 0 && filters > 1));
}

/** Yields what the streams hold. */
export function* expandXzStreams(source: ByteSource): Generator<Uint8Array> {
  const limit = new FrameLimit();
  for (let stream = 0; ; stream++) {
    const start = source.position;
    const header = streamHeader(source, stream > 0);
    if (header === undefined) return;
    limit.begin(start);
    for (;;) {
      const at = source.position;
      const size = source.byte();
      if (size === 0) {
        passIndex(source, at);
        break;
      }
      limit.begin(at);
      for (const piece of block(source, size, header)) {
        limit.made += piece.length;
        yield piece;
      }
    }
  }
}

/** The kind of check; undefined at the end of the file. Between streams there may be zeros, four at a time. */
function streamHeader(source: ByteSource, mayEnd: boolean): number | undefined {
  const start = source.position;
  let first = source.byteOrEnd();
  for (; mayEnd && first === 0; first = source.byteOrEnd());
  if (first < 0 && mayEnd) return undefined;
  const rest = new Uint8Array(HEADER_BYTES - 1);
  if (first !== MAGIC[0]) throw new Damaged(mayEnd ? 'goes on with other bytes' : 'is damaged', start);
  source.fill(rest, 0, rest.length);
  const isMagic = MAGIC.every((byte, n) => n === 0 || rest[n - 1] === byte);
  const flags = rest.subarray(5, 7);
  if (!isMagic || flags[0] !== 0 || crc32(flags) !== u32(rest, 7)) throw new Damaged('is damaged', start);
  return flags[1]! & 15;
}

function* block(source: ByteSource, size: number, check: number): Generator<Uint8Array> {
  const start = source.position - 1;
  const header = new Uint8Array((size + 1) * 4);
  header[0] = size;
  source.fill(header, 1, header.length - 1);
  if (crc32(header.subarray(0, -4)) !== u32(header, header.length - 4)) throw new Damaged('is damaged', start);
  const { filters, dictionaryBytes } = readFilters(header, start);
  const from = source.position;
  const checked = summed(check);
  let pieces: Iterable<Uint8Array> = expandLzma2(source, dictionaryBytes);
  for (const filter of filters.reverse()) pieces = undoFilter(pieces, filter);
  for (const piece of pieces) {
    checked?.add(piece);
    yield piece;
  }
  while ((source.position - from) % 4 !== 0) source.byte();
  const told = new Uint8Array(CHECK_BYTES[check]!);
  source.fill(told, 0, told.length);
  if (checked !== undefined && Buffer.compare(told, checked.sum()) !== 0)
    throw new Damaged('is damaged', source.position - told.length);
}

function readFilters(header: Uint8Array, start: number): { filters: Filter[]; dictionaryBytes: number } {
  let at = 2;
  const end = header.length - 4;
  const vli = (): number => {
    let value = 0;
    for (let n = 0; n < MAX_VLI_BYTES && at < end; n++) {
      const byte = header[at++]!;
      value += (byte & 0x7f) * 2 ** (7 * n);
      if (byte < 0x80) return value;
    }
    throw new Damaged('is damaged', start + at);
  };
  const flags = header[1]!;
  if ((flags & 0x40) !== 0) vli();
  if ((flags & 0x80) !== 0) vli();
  const filters: Filter[] = [];
  for (let left = flags & 3; ; left--) {
    const id = vli();
    const bytes = vli();
    const properties = header.subarray(at, at + bytes);
    at += bytes;
    if (at > end) throw new Damaged('is damaged', start + at);
    if (left === 0) {
      const bits = properties[0] ?? 64;
      if (id !== LZMA2 || bits > 40) throw new Damaged(UNKNOWN, start);
      return { filters, dictionaryBytes: bits === 40 ? 2 ** 32 : (2 | (bits & 1)) * 2 ** ((bits >> 1) + 11) };
    }
    const filter = branchFilter(id, properties);
    if (filter === undefined) throw new Damaged(UNKNOWN, start);
    filters.push(filter);
  }
}

/** Passes over the index, whose first byte was taken, and the footer. */
function passIndex(source: ByteSource, start: number): void {
  const vli = (): number => {
    let value = 0;
    for (let n = 0; n < MAX_VLI_BYTES; n++) {
      const byte = source.byte();
      value += (byte & 0x7f) * 2 ** (7 * n);
      if (byte < 0x80) return value;
    }
    throw new Damaged('is damaged', source.position);
  };
  for (let records = vli(); records > 0; records--) {
    vli();
    vli();
  }
  while ((source.position - start) % 4 !== 0) source.byte();
  for (let n = 0; n < 4 + HEADER_BYTES; n++) source.byte();
}

interface Sum {
  add(piece: Uint8Array): void;
  /** as it stands in the file */
  sum(): Uint8Array;
}

/** undefined: not checked. */
function summed(check: number): Sum | undefined {
  if (check === CRC32) {
    let sum = 0;
    return { add: (piece) => (sum = crc32(piece, sum)), sum: () => new Uint8Array(Uint32Array.of(sum).buffer) };
  }
  if (check === SHA256) {
    const hash = createHash('sha256');
    return { add: (piece) => hash.update(piece), sum: () => new Uint8Array(hash.digest()) };
  }
  if (check === CRC64) return new Crc64();
  if (check === NONE) return undefined;
  throw new Damaged(UNKNOWN, 0);
}

/** CRC-64 of ECMA-182, in two halves */
const CRC64_TABLE = Uint32Array.from({ length: 512 }, (_, n) => {
  let [low, high] = [n >> 1, 0];
  for (let bit = 0; bit < 8; bit++) {
    const isOne = (low & 1) !== 0;
    low = ((low >>> 1) | (high << 31)) >>> 0;
    high >>>= 1;
    if (isOne) {
      low = (low ^ 0xd7870f42) >>> 0;
      high = (high ^ 0xc96c5795) >>> 0;
    }
  }
  return (n & 1) === 0 ? low : high;
});

class Crc64 implements Sum {
  #low = 0xffff_ffff;
  #high = 0xffff_ffff;

  add(piece: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    for (let n = 0; n < piece.length; n++) {
      const row = ((low ^ piece[n]!) & 255) << 1;
      low = ((low >>> 8) | (high << 24)) ^ CRC64_TABLE[row]!;
      high = (high >>> 8) ^ CRC64_TABLE[row + 1]!;
    }
    this.#low = low >>> 0;
    this.#high = high >>> 0;
  }

  sum(): Uint8Array {
    return new Uint8Array(Uint32Array.of(~this.#low, ~this.#high).buffer);
  }
}

const u32 = (buf: Uint8Array, at: number): number =>
  Buffer.from(buf.buffer, buf.byteOffset, buf.byteLength).readUInt32LE(at);
