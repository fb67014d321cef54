/**
 * zip archives, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT: entries by the directory at the end, zip64
 * included; of an archive that is cut off before it, by the headers before the entries.
 */
import { u16le as u16, u32le as u32 } from '#base/bytes.ts';
import type { FileReader } from '../file-reader.ts';
import { entryName } from './entry-name.ts';

export interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflate, … */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** of what it expands to; undefined where it is not known beforehand */
  readonly crc: number | undefined;
  /** where its bytes lie in the archive; `bytes` is infinite where only its own end tells */
  readonly start: number;
  readonly bytes: number;
}

export interface ZipDirectory {
  readonly entries: readonly ZipEntry[];
  /** the directory is missing: the archive is cut off */
  readonly isCut: boolean;
  /** there are more than are listed */
  readonly isLong: boolean;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const END_64_LOCATOR = 0x07064b50;
const [LOCAL_BYTES, CENTRAL_BYTES, END_BYTES, END_64_BYTES, LOCATOR_BYTES] = [30, 46, 22, 56, 20];
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 100_000;
/** A comment may hold what looks like the end of an archive: so many are looked into. */
const MAX_TRIES = 16;
const EXTRA_64 = 0x0001;
const ENCRYPTED = 1;
const SIZE_BEHIND = 8;
const UTF8 = 0x800;
const UNKNOWN_32 = 0xffff_ffff;
const WINDOW_BYTES = 256 * 1024;

/** Reads the directory; waits for the end of an archive that still grows. */
export function readZip(file: FileReader): ZipDirectory {
  const size = file.wholeSize();
  const tailAt = Math.max(0, size - END_BYTES - MAX_COMMENT);
  const tail = file.look(tailAt, size - tailAt);
  const left: Left = { tries: MAX_TRIES, records: MAX_ENTRIES };
  for (let at = tail.length - END_BYTES; at >= 0 && left.tries > 0 && left.records > 0; at--) {
    if (tail[at] !== 0x50 || u32(tail, at) !== END) continue;
    const found = directoryAt(file, tail, at, tailAt, left);
    if (found !== undefined) return found;
  }
  return byLocalHeaders(file, size);
}

/** What may still be looked at; each record is a read. */
interface Left {
  tries: number;
  records: number;
}

function directoryAt(
  file: FileReader,
  tail: Uint8Array,
  at: number,
  tailAt: number,
  left: Left,
): ZipDirectory | undefined {
  let bytes = u32(tail, at + 12);
  let start = u32(tail, at + 16);
  let end = tailAt + at;
  const locator = end >= LOCATOR_BYTES ? file.look(end - LOCATOR_BYTES, LOCATOR_BYTES) : tail.subarray(0, 0);
  if (locator.length === LOCATOR_BYTES && u32(locator, 0) === END_64_LOCATOR) {
    const record = file.look(u64(locator, 8), END_64_BYTES);
    if (record.length === END_64_BYTES && u32(record, 0) === END_64) {
      bytes = u64(record, 40);
      end = u64(locator, 8);
      start = u64(record, 48);
    }
  }
  // What stands before the archive (a program that unpacks itself) is in no offset.
  const shift = end - bytes - start;
  if (!Number.isSafeInteger(shift) || shift < 0) return undefined;
  left.tries--;
  const entries: ZipEntry[] = [];
  const window = new Window(file, start + shift, end);
  let isLong = false;
  for (let place = start + shift; place + CENTRAL_BYTES <= end; ) {
    const head = window.bytes(place, CENTRAL_BYTES);
    if (head.length < CENTRAL_BYTES || u32(head, 0) !== CENTRAL) break;
    const [nameBytes, extraBytes, commentBytes] = [u16(head, 28), u16(head, 30), u16(head, 32)];
    if (left.records === 0) {
      isLong = true;
      break;
    }
    left.records--;
    const flags = u16(head, 8);
    const method = u16(head, 10);
    const crc = u32(head, 16);
    const sizes = [u32(head, 24), u32(head, 20), u32(head, 42)] as const;
    const more = window.bytes(place + CENTRAL_BYTES, nameBytes + extraBytes);
    if (more.length < nameBytes + extraBytes) break;
    const [, packed, offset] = wide(sizes, more, nameBytes);
    const local = file.look(offset + shift, LOCAL_BYTES);
    const name = nameOf(more.subarray(0, nameBytes), flags);
    if (local.length === LOCAL_BYTES && u32(local, 0) === LOCAL)
      entries.push({
        name,
        method,
        isEncrypted: (flags & ENCRYPTED) !== 0 || method === 99,
        crc: method === 99 ? undefined : crc,
        start: offset + shift + LOCAL_BYTES + u16(local, 26) + u16(local, 28),
        bytes: packed,
      });
    place += CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
  }
  return entries.length === 0 && bytes > 0 ? undefined : { entries, isCut: false, isLong };
}

/** Entries one behind the other, as far as their sizes are told before them; the last may end by itself. */
function byLocalHeaders(file: FileReader, size: number): ZipDirectory {
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < MAX_ENTRIES; ) {
    const head = file.look(at, LOCAL_BYTES);
    if (head.length < LOCAL_BYTES || u32(head, 0) !== LOCAL) break;
    const flags = u16(head, 6);
    const [nameBytes, extraBytes] = [u16(head, 26), u16(head, 28)];
    const more = file.look(at + LOCAL_BYTES, nameBytes + extraBytes);
    if (more.length < nameBytes + extraBytes) break;
    const [, packed] = wide([u32(head, 22), u32(head, 18), 0], more, nameBytes);
    const isOpen = (flags & SIZE_BEHIND) !== 0;
    const start = at + LOCAL_BYTES + nameBytes + extraBytes;
    entries.push({
      name: nameOf(more.subarray(0, nameBytes), flags),
      method: u16(head, 8),
      isEncrypted: (flags & ENCRYPTED) !== 0,
      crc: isOpen ? undefined : u32(head, 14),
      start,
      bytes: isOpen ? Number.POSITIVE_INFINITY : packed,
    });
    if (isOpen || start + packed >= size) break;
    at = start + packed;
  }
  return { entries, isCut: true, isLong: false };
}

/** Sizes and offset with their 64-bit values where the 32 bits are all set. */
function wide(
  sizes: readonly [number, number, number],
  more: Uint8Array,
  extraAt: number,
): readonly [size: number, packed: number, offset: number] {
  const out: [number, number, number] = [...sizes];
  for (let at = extraAt; more.length - at >= 4; ) {
    const [id, length] = [u16(more, at), u16(more, at + 2)];
    if (length > more.length - at - 4) break;
    if (id === EXTRA_64) {
      let place = at + 4;
      for (let n = 0; n < 3; n++) {
        if (sizes[n] !== UNKNOWN_32 || place + 8 > at + 4 + length) continue;
        out[n] = u64(more, place);
        place += 8;
      }
    }
    at += 4 + length;
  }
  return out;
}

function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + 4) * 0x1_0000_0000 + u32(bytes, at);
}

function nameOf(bytes: Uint8Array, flags: number): string {
  return entryName(new TextDecoder(flags & UTF8 ? 'utf-8' : 'latin1').decode(bytes));
}

/** The directory in pieces, so that a long one is not in memory whole. */
class Window {
  readonly #file: FileReader;
  readonly #end: number;
  #from: number;
  #bytes = new Uint8Array(0);

  constructor(file: FileReader, from: number, end: number) {
    this.#file = file;
    this.#from = from;
    this.#end = end;
  }

  bytes(at: number, length: number): Uint8Array {
    if (at < this.#from || at + length > this.#from + this.#bytes.length) {
      this.#from = at;
      this.#bytes = new Uint8Array(this.#file.look(at, Math.max(length, Math.min(WINDOW_BYTES, this.#end - at))));
    }
    return this.#bytes.subarray(at - this.#from, at - this.#from + length);
  }
}
