/**
 * What dissectors found, per flow slot, until the flow is emitted. Records form a list per slot; text lies in one arena that is
 * compacted when it is full. Bounded: past MAX_TEXT_BYTES new text is dropped, not old text lost.
 */

import type { Announcements } from './announcements.ts';
import { appCode } from './apps.ts';
import type { Facts, Payload } from './dissector.ts';
import { createNames, type NameColumns } from './names.ts';

const MAX_VALUE_BYTES = 2048;
const MAX_TEXT_BYTES = 96 * 1024 * 1024;
const STRIDE = 4; // next record, field, text offset or number, text bytes or NUMBER
const NUMBER = -1;
const NO_U32 = 0xffffffff;
const MOST_LISTED_BYTES = 512;
const BLANK = 0x20;

/** The part of a flow batch that facts are written to. */
export interface FactRows {
  /** Facts found by dissectors, sparse: fact i belongs to row factRow[i]. Text lies in heap[factValue, +factLength). */
  factCount: number;
  factRow: Uint32Array;
  /** fact number, index into FACTS of #fields/table.ts */
  factField: Uint16Array;
  /** text: byte offset into heap; number: the value */
  factValue: Uint32Array;
  /** text: bytes; number: NO_U32 */
  factLength: Uint32Array;
  heap: Uint8Array;
  heapLength: number;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class FactsStore implements Facts {
  /** the flow that is written to; -1 while facts are dropped */
  slot = -1;
  /** code of the app a dissector turned the flow into; 0 = none since this was last set to 0 */
  became = 0;
  /** tells what signalling called the codecs of media; set by the engine */
  announced: Announcements | undefined;
  private readonly names = createNames();
  private heads = new Int32Array(0);
  private records = new Int32Array(1024 * STRIDE);
  private recordsUsed = 0;
  private freeRecord = -1;
  private arena = new Uint8Array(256 * 1024);
  private arenaUsed = 0;
  private arenaLive = 0;
  private readonly clean = new Uint8Array(MAX_VALUE_BYTES);

  grow(capacity: number): void {
    if (capacity <= this.heads.length) return;
    const heads = new Int32Array(capacity).fill(-1);
    heads.set(this.heads);
    this.heads = heads;
  }

  text(field: number, buf: Uint8Array, off: number, end: number): void {
    const stop = Math.min(end, buf.length, off + MAX_VALUE_BYTES);
    if (off >= stop) return;
    for (let at = off; at < stop; at++) {
      const byte = buf[at];
      if (byte < 0x20 || byte > 0x7e) {
        // room for what stripping takes away; a character cut in two at the end is dropped
        const clean = encoder.encodeInto(
          sanitise(decoder.decode(buf.subarray(off, Math.min(end, off + 2 * MAX_VALUE_BYTES)))),
          this.clean,
        );
        if (clean.written > 0) this.put(field, this.clean, 0, clean.written);
        return;
      }
    }
    this.put(field, buf, off, stop);
  }

  word(field: number, value: string): void {
    if (this.slot < 0 || value.length === 0) return;
    if (value.length <= MAX_VALUE_BYTES && this.plain(value)) {
      this.put(field, this.clean, 0, value.length);
      return;
    }
    const { written } = encoder.encodeInto(sanitise(value), this.clean);
    if (written > 0) this.put(field, this.clean, 0, written);
  }

  number(field: number, value: number): void {
    if (this.slot < 0) return;
    const record = this.record(field) * STRIDE;
    if (this.records[record + 3] > 0) this.arenaLive -= this.records[record + 3];
    this.records[record + 2] = value;
    this.records[record + 3] = NUMBER;
  }

  /** A flag is 2 where true and 1 where false: 0 means that nothing is known. */
  flag(field: number, value: boolean): void {
    this.number(field, value ? 2 : 1);
  }

  most(field: number, value: number): void {
    if (this.slot < 0) return;
    const found = this.find(field);
    if (found < 0 || this.records[found * STRIDE + 2] < value) this.number(field, value);
  }

  count(field: number): void {
    if (this.slot < 0) return;
    const found = this.find(field);
    if (found < 0) this.number(field, 1);
    else if (this.records[found * STRIDE + 2] < 0x7fffffff) this.records[found * STRIDE + 2]++;
  }

  list(field: number, value: string): void {
    if (this.slot < 0 || value.length === 0) return;
    const found = this.find(field);
    if (found < 0) {
      this.word(field, value);
      return;
    }
    const from = this.records[found * STRIDE + 2];
    const bytes = this.records[found * STRIDE + 3];
    if (bytes <= 0 || bytes + 1 + value.length > MOST_LISTED_BYTES || !this.plain(value)) return;
    if (this.holdsWord(from, bytes, value.length)) return;
    this.clean.copyWithin(bytes + 1, 0, value.length);
    this.clean.set(this.arena.subarray(from, from + bytes));
    this.clean[bytes] = BLANK;
    this.put(field, this.clean, 0, bytes + 1 + value.length);
  }

  codec({ pair, sendPort, recvPort }: Payload, type: number): string {
    return this.announced?.codecOf(pair, recvPort, type) || this.announced?.codecOf(pair, sendPort, type) || '';
  }

  read(field: number, into: Uint8Array): number {
    const found = this.slot < 0 ? -1 : this.find(field);
    if (found < 0) return 0;
    const from = this.records[found * STRIDE + 2];
    const bytes = Math.min(this.records[found * STRIDE + 3], into.length);
    for (let i = 0; i < bytes; i++) into[i] = this.arena[from + i];
    return Math.max(0, bytes);
  }

  /** The list at `from` holds the first `length` bytes of `clean` as one of its words. */
  private holdsWord(from: number, bytes: number, length: number): boolean {
    for (let at = from; at + length <= from + bytes; ) {
      let i = 0;
      while (i < length && this.arena[at + i] === this.clean[i]) i++;
      if (i === length && (at + i === from + bytes || this.arena[at + i] === BLANK)) return true;
      while (at < from + bytes && this.arena[at] !== BLANK) at++;
      at++;
    }
    return false;
  }

  has(field: number): boolean {
    return this.slot >= 0 && this.find(field) >= 0;
  }

  name(buf: Uint8Array, off: number, length: 4 | 16, text: Uint8Array, from: number, to: number): void {
    this.names.add(buf, off, length, text, from, to);
  }

  become(app: string): void {
    this.became = appCode(app);
  }

  /** Names learnt since the last call; undefined when there are none. */
  drainNames(): NameColumns | undefined {
    return this.names.drain();
  }

  /** Adds the slot's facts to a batch, for `row`; they stay until free(). */
  emit(slot: number, row: number, batch: FactRows): void {
    for (let at = this.heads[slot]; at >= 0; at = this.records[at * STRIDE]) {
      const record = at * STRIDE;
      if (batch.factCount === batch.factRow.length) growRows(batch);
      const n = batch.factCount++;
      batch.factRow[n] = row;
      batch.factField[n] = this.records[record + 1];
      const bytes = this.records[record + 3];
      if (bytes === NUMBER) {
        batch.factValue[n] = this.records[record + 2];
        batch.factLength[n] = NO_U32;
        continue;
      }
      if (batch.heapLength + bytes > batch.heap.length) growHeap(batch, bytes);
      const from = this.records[record + 2];
      const heap = batch.heap;
      const to = batch.heapLength;
      for (let i = 0; i < bytes; i++) heap[to + i] = this.arena[from + i];
      batch.factValue[n] = to;
      batch.factLength[n] = bytes;
      batch.heapLength = to + bytes;
    }
  }

  /** Forgets the slot's facts. */
  free(slot: number): void {
    let at = this.heads[slot];
    if (at < 0) return;
    this.heads[slot] = -1;
    while (at >= 0) {
      const record = at * STRIDE;
      const next = this.records[record];
      if (this.records[record + 3] > 0) this.arenaLive -= this.records[record + 3];
      this.records[record] = this.freeRecord;
      this.records[record + 3] = 0;
      this.freeRecord = at;
      at = next;
    }
    if (this.arenaLive === 0) this.arenaUsed = 0;
  }

  /** Copies printable ASCII into `clean`; false for anything else. */
  private plain(value: string): boolean {
    for (let i = 0; i < value.length; i++) {
      const code = value.charCodeAt(i);
      if (code < 0x20 || code > 0x7e) return false;
      this.clean[i] = code;
    }
    return value.length > 0;
  }

  private put(field: number, buf: Uint8Array, off: number, end: number): void {
    if (this.slot < 0) return;
    const bytes = end - off;
    if (this.arenaUsed + bytes > this.arena.length && !this.makeRoom(bytes)) return;
    const record = this.record(field) * STRIDE;
    if (this.records[record + 3] > 0) this.arenaLive -= this.records[record + 3];
    const to = this.arenaUsed;
    for (let i = 0; i < bytes; i++) this.arena[to + i] = buf[off + i];
    this.arenaUsed += bytes;
    this.arenaLive += bytes;
    this.records[record + 2] = to;
    this.records[record + 3] = bytes;
  }

  private find(field: number): number {
    let at = this.heads[this.slot];
    while (at >= 0 && this.records[at * STRIDE + 1] !== field) at = this.records[at * STRIDE];
    return at;
  }

  /** The slot's record of `field`, made when there is none. */
  private record(field: number): number {
    const found = this.find(field);
    if (found >= 0) return found;
    let at = this.freeRecord;
    if (at >= 0) this.freeRecord = this.records[at * STRIDE];
    else {
      at = this.recordsUsed++;
      if (this.recordsUsed * STRIDE > this.records.length) {
        const records = new Int32Array(this.records.length * 2);
        records.set(this.records);
        this.records = records;
      }
    }
    const record = at * STRIDE;
    this.records[record] = this.heads[this.slot];
    this.records[record + 1] = field;
    this.records[record + 3] = 0;
    this.heads[this.slot] = at;
    return at;
  }

  /** Drops text that no record holds any more; a larger arena where more than half of it is held. */
  private makeRoom(bytes: number): boolean {
    let size = this.arena.length;
    while ((this.arenaLive + bytes) * 2 > size && size < MAX_TEXT_BYTES) size *= 2;
    if (this.arenaLive + bytes > size || (size === this.arena.length && this.arenaLive * 8 > size * 7)) return false;
    const before = this.arena;
    this.arena = new Uint8Array(size);
    let used = 0;
    for (let slot = 0; slot < this.heads.length; slot++) {
      for (let at = this.heads[slot]; at >= 0; at = this.records[at * STRIDE]) {
        const record = at * STRIDE;
        const length = this.records[record + 3];
        if (length <= 0) continue;
        const from = this.records[record + 2];
        this.arena.set(before.subarray(from, from + length), used);
        this.records[record + 2] = used;
        used += length;
      }
    }
    this.arenaUsed = this.arenaLive = used;
    return used + bytes <= size;
  }
}

/** Without control characters (C0, DEL, C1), bidirectional overrides and lone surrogates. */
function sanitise(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.toWellFormed().replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
}

function growRows(batch: FactRows): void {
  const size = Math.max(1024, batch.factRow.length * 2);
  const copy = <T extends Uint16Array | Uint32Array>(from: T, to: T): T => {
    to.set(from);
    return to;
  };
  batch.factRow = copy(batch.factRow, new Uint32Array(size));
  batch.factField = copy(batch.factField, new Uint16Array(size));
  batch.factValue = copy(batch.factValue, new Uint32Array(size));
  batch.factLength = copy(batch.factLength, new Uint32Array(size));
}

function growHeap(batch: FactRows, bytes: number): void {
  const heap = new Uint8Array(Math.max(4096, batch.heap.length * 2, batch.heapLength + bytes));
  heap.set(batch.heap);
  batch.heap = heap;
}
