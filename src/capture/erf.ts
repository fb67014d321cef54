/**
 * Extensible Record Format of Endace's DAG cards (EDM11-01 "ERF types reference guide"): no file header, a record a packet. Since
 * nothing says at the start that it is one, the first records must make sense. What carries Ethernet, HDLC or IP is told as that;
 * other records keep their header, under LINKTYPE_ERF. Padding is no packet. Frames keep their check sequence, as `wlen` counts it.
 */
import { u16, u32le } from '#base/bytes.ts';
import { ERF_CONTENTS } from '#registry/erf.ts';
import type { CaptureFormat, Look } from './format.ts';
import type { CaptureInfo, EpochSec, Packets } from './packets.ts';
import { type RecordFacts, RecordFramer } from './record-framer.ts';

const HEADER_BYTES = 16;
const EXTENSION_BYTES = 8;
const MAX_EXTENSIONS = 16;
const TRIED_RECORDS = 4;
const TWO_32 = 0x1_0000_0000;
/** 1996, before the first card, and 2038 */
const [FIRST_SEC, LAST_SEC] = [820_454_400, 2_145_916_800];
const MAX_GAP_SEC = 366 * 86_400;
const RESERVED_FLAGS = 0xc0;
const MORE = 0x80;

export const LINK_ERF = 197;
const METADATA = 27;
const PADDING = 48;
const LAST_TYPE = 29;
interface ErfState {
  readonly kind: 'erf';
  /** of the first record that has a time: what programs write about a capture before its packets has none, and gets this */
  readonly firstSec: number;
  readonly epochSec?: EpochSec;
}

class ErfFramer extends RecordFramer {
  readonly #state: ErfState;

  constructor(state: ErfState, position: number) {
    super(HEADER_BYTES, state.epochSec, position);
    this.#state = state;
  }

  protected override measure(buf: Uint8Array, at: number, record: RecordFacts): void {
    record.length = u16(buf, at + 10);
    if (record.length < HEADER_BYTES) record.wrong = `a record of ${record.length} bytes is too short for its header`;
  }

  protected override take(buf: Uint8Array, at: number, record: RecordFacts): void {
    const type = buf[at + 8]! & 0x7f;
    record.isPacket = type !== PADDING;
    record.sec = u32le(buf, at + 4) || this.#state.firstSec;
    record.ns = Math.round((u32le(buf, at) * 1e9) / TWO_32);
    const content = ERF_CONTENTS[type];
    const before = content === undefined ? -1 : extensionsEnd(buf, at, record.length) + content[1];
    if (content === undefined || before < HEADER_BYTES || before > record.length) {
      record.linkType = LINK_ERF;
      record.dataAt = 0;
      record.capLen = record.origLen = record.length;
      return;
    }
    record.linkType = content[0];
    record.dataAt = before;
    record.origLen = u16(buf, at + 14);
    record.capLen = Math.min(record.origLen, record.length - before);
  }

  protected override header(): ErfState {
    return this.#state;
  }

  protected override describe(linkTypes: readonly number[]): CaptureInfo {
    return { format: 'ERF', linkTypes, snapLen: 0, notes: [] };
  }
}

/**
 * Records in a pcap or pcapng, rows from `from` on: what is in them takes their place, with its length on the wire, as in a file of
 * their own. Rows whose record can't be told stay as they are.
 */
export function unwrapErf(buf: Uint8Array, packets: Packets, from: number): void {
  const { offset, capLen, origLen, linkType } = packets;
  for (let row = from; row < packets.length; row++) {
    if (linkType[row] !== LINK_ERF || capLen[row]! < HEADER_BYTES) continue;
    const at = offset[row]!;
    const content = ERF_CONTENTS[buf[at + 8]! & 0x7f];
    if (content === undefined) continue;
    const before = extensionsEnd(buf, at, capLen[row]!) + content[1];
    const wire = u16(buf, at + 14);
    if (before < HEADER_BYTES || before > capLen[row]! || wire === 0) continue;
    offset[row] = at + before;
    capLen[row] = Math.min(wire, capLen[row]! - before);
    origLen[row] = wire;
    linkType[row] = content[0];
  }
}

/** Where the extension headers of a record end, counted from it; -1 = not in it. */
function extensionsEnd(buf: Uint8Array, at: number, length: number): number {
  let end = HEADER_BYTES;
  for (let more = buf[at + 8]! & MORE, n = 0; more !== 0; n++) {
    if (n === MAX_EXTENSIONS || end + EXTENSION_BYTES > length) return -1;
    more = buf[at + end]! & MORE;
    end += EXTENSION_BYTES;
  }
  return end;
}

/**
 * The second of the first record that has one, when the first records, as far as they can be seen, are such, one soon after the
 * other; else 0.
 */
function firstSecond(look: Look): number {
  let at = 0;
  let first = 0;
  for (let n = 0; n < TRIED_RECORDS; n++) {
    const record = look(at, HEADER_BYTES);
    if (record.length < HEADER_BYTES) return first;
    const type = record[8]! & 0x7f;
    const length = u16(record, 10);
    const sec = u32le(record, 4);
    if (length < HEADER_BYTES || (record[9]! & RESERVED_FLAGS) !== 0) return 0;
    at += length;
    if (type === PADDING || (type === METADATA && sec === 0)) continue;
    if (type === 0 || type > LAST_TYPE || sec < FIRST_SEC || sec > LAST_SEC) return 0;
    if (first !== 0 && Math.abs(sec - first) > MAX_GAP_SEC) return 0;
    // What is stored of a packet is not much longer than it was: eight bytes of alignment, headers before it.
    if (length > u16(record, 14) + HEADER_BYTES + EXTENSION_BYTES * (MAX_EXTENSIONS + 2)) return 0;
    if (first === 0) first = sec;
  }
  return first;
}

export const ERF: CaptureFormat = {
  kind: 'erf',
  is: (head, look) => head.length >= HEADER_BYTES && firstSecond(look) !== 0,
  open(_, epochSec, look) {
    const state = {
      kind: 'erf',
      firstSec: firstSecond(look),
      ...(epochSec === undefined ? {} : { epochSec }),
    } as const;
    return new ErfFramer(state, 0);
  },
  restore: (state, offset) => new ErfFramer(state as ErfState, offset),
};
