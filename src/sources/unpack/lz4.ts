/**
 * LZ4 frames, one behind the other, https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, the old frames of the
 * Linux kernel, and blocks, lz4_Block_format.md there.
 */
import type { ByteSource } from './byte-source.ts';
import { Damaged } from './damaged.ts';
import { FrameLimit } from './frame-limit.ts';
import { Xxh32 } from './xxh32.ts';

const FRAME = 0x184d2204;
const OLD_FRAME = 0x184c2102;
/** 0x184d2a50 to 0x184d2a5f: to be passed over */
const SKIPPED_FRAME = 0x184d2a5;
const OLD_BLOCK_BYTES = 8 * 1024 * 1024;
const WINDOW_BYTES = 64 * 1024;
const MIN_MATCH = 4;

const INDEPENDENT = 0x20;
const BLOCK_CHECKSUM = 0x10;
const CONTENT_SIZE = 0x08;
const CONTENT_CHECKSUM = 0x04;
const DICTIONARY = 0x01;

/** Yields what the frames hold; each piece is valid until the next. */
export function* expandLz4(source: ByteSource): Generator<Uint8Array> {
  const limit = new FrameLimit();
  const room = new Room();
  let isFirst = true;
  for (;;) {
    const start = source.position;
    const first = source.byteOrEnd();
    if (first < 0) return;
    const magic = (first | (source.byte() << 8) | (source.byte() << 16) | (source.byte() << 24)) >>> 0;
    limit.begin(start);
    if (magic === FRAME) yield* frame(source, room, limit);
    else if (magic === OLD_FRAME) {
      yield* oldFrame(source);
      return;
    } else if (magic >>> 4 === SKIPPED_FRAME) {
      for (let left = source.u32le(); left > 0; left--) source.byte();
    } else if (isFirst) throw new Damaged('is damaged', start);
    else throw new Damaged('goes on with other bytes', start);
    isFirst = false;
  }
}

/** For a block, and for what it expands to behind what came before; kept from frame to frame. */
class Room {
  block = new Uint8Array(0);
  out = new Uint8Array(0);

  fit(blockBytes: number): void {
    if (this.block.length >= blockBytes) return;
    this.block = new Uint8Array(blockBytes);
    this.out = new Uint8Array(WINDOW_BYTES + blockBytes);
  }
}

function* frame(source: ByteSource, room: Room, limit: FrameLimit): Generator<Uint8Array> {
  const flags = source.byte();
  const size = (source.byte() >>> 4) & 7;
  if (flags >>> 6 !== 1 || size < 4 || (flags & DICTIONARY) !== 0)
    throw new Damaged(flags & DICTIONARY ? 'needs a dictionary' : 'is damaged', source.position);
  if (flags & CONTENT_SIZE) for (let n = 0; n < 8; n++) source.byte();
  source.byte(); // checksum of the header
  const blockBytes = 1 << (8 + 2 * size);
  room.fit(blockBytes);
  const { block } = room;
  const out = room.out.subarray(0, WINDOW_BYTES + blockBytes);
  const hash = flags & CONTENT_CHECKSUM ? new Xxh32() : undefined;
  /** out[WINDOW_BYTES - history, WINDOW_BYTES) came before */
  let history = 0;
  for (;;) {
    const at = source.position;
    const word = source.u32le();
    if (word === 0) break;
    const length = word & 0x7fffffff;
    if (length > blockBytes) throw new Damaged('is damaged', at);
    let made: number;
    if (word >>> 31) {
      source.fill(out, WINDOW_BYTES, length);
      made = length;
      if (flags & BLOCK_CHECKSUM) check(source, out.subarray(WINDOW_BYTES, WINDOW_BYTES + length));
    } else {
      source.fill(block, 0, length);
      if (flags & BLOCK_CHECKSUM) check(source, block.subarray(0, length));
      made = expandBlock(block, length, out, WINDOW_BYTES, WINDOW_BYTES - history);
      if (made < 0) throw new Damaged('is damaged', at);
    }
    const piece = out.subarray(WINDOW_BYTES, WINDOW_BYTES + made);
    hash?.update(piece);
    limit.made += made;
    yield piece;
    if (flags & INDEPENDENT || made === 0) continue;
    history = Math.min(WINDOW_BYTES, history + made);
    out.copyWithin(WINDOW_BYTES - history, WINDOW_BYTES + made - history, WINDOW_BYTES + made);
  }
  if (hash !== undefined && source.u32le() !== hash.digest()) throw new Damaged('is damaged', source.position);
}

function check(source: ByteSource, bytes: Uint8Array): void {
  const hash = new Xxh32();
  hash.update(bytes);
  if (source.u32le() !== hash.digest()) throw new Damaged('is damaged', source.position);
}

/** Blocks of 8 MiB until the end, each by itself. */
function* oldFrame(source: ByteSource): Generator<Uint8Array> {
  const most = OLD_BLOCK_BYTES + OLD_BLOCK_BYTES / 255 + 16;
  let block = new Uint8Array(WINDOW_BYTES);
  const out = new Uint8Array(OLD_BLOCK_BYTES);
  for (;;) {
    const at = source.position;
    const first = source.byteOrEnd();
    if (first < 0) return;
    const length = (first | (source.byte() << 8) | (source.byte() << 16) | (source.byte() << 24)) >>> 0;
    if (length === OLD_FRAME) continue;
    if (length > most) throw new Damaged('is damaged', at);
    if (length > block.length) block = new Uint8Array(Math.min(most, length * 2));
    source.fill(block, 0, length);
    const made = expandBlock(block, length, out, 0, 0);
    if (made < 0) throw new Damaged('is damaged', at);
    yield out.subarray(0, made);
  }
}

/**
 * Expands a block to `out` from `to` on; matches reach back to `oldest`. Returns the bytes made, -1 when it is damaged.
 */
function expandBlock(block: Uint8Array, length: number, out: Uint8Array, to: number, oldest: number): number {
  let at = 0;
  let put = to;
  while (at < length) {
    const token = block[at++]!;
    let literals = token >>> 4;
    if (literals === 15) {
      for (let more = 255; more === 255; literals += more) {
        if (at === length) return -1;
        more = block[at++]!;
      }
    }
    if (literals > length - at || literals > out.length - put) return -1;
    for (const end = at + literals; at < end; ) out[put++] = block[at++]!;
    if (at === length) return put - to; // the last sequence has no match
    if (length - at < 2) return -1;
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    let match = (token & 15) + MIN_MATCH;
    if (match === 15 + MIN_MATCH) {
      for (let more = 255; more === 255; match += more) {
        if (at === length) return -1;
        more = block[at++]!;
      }
    }
    let from = put - distance;
    if (distance === 0 || from < oldest || match > out.length - put) return -1;
    for (const end = put + match; put < end; ) out[put++] = out[from++]!;
  }
  return put - to;
}
