/**
 * Microsoft Network Monitor 1.x ("RTSS") and 2.x ("GMBU"), also what Message Analyzer writes. The format is in the help of
 * Network Monitor 3.4, "Capture File Format". A table at the end says where the frames lie, as there may be holes between
 * them; of a file that is cut off before its table the frames are read one behind the other. Header times are the local
 * time of a clock whose zone is not told: they are taken as UTC. Since 2.3 each frame has its time in UTC.
 */
import { u16le as u16, u32le as u32 } from '#base/bytes.ts';
import type { CaptureFormat, Look } from './format.ts';
import type { CaptureInfo, EpochSec } from './packets.ts';
import { type RecordFacts, RecordFramer } from './record-framer.ts';

const HEADER_BYTES = 128;
const USED_HEADER_BYTES = 32;
const MAGIC_1 = 0x53535452; // "RTSS"
const MAGIC_2 = 0x55424d47; // "GMBU"
const RECORD_1_BYTES = 8;
const RECORD_2_BYTES = 16;
/** bytes behind a frame, by the minor version of 2.x: its link type, then a process, then its time in UTC */
const TRAILER_BYTES = [0, 2, 6, 15] as const;
const UTC_MINOR = 3;
const UTC_AT = 6;
/** frames whose places are kept; the table of a longer one is not used */
const MAX_FRAMES = 16 * 1024 * 1024;

const TWO_32 = 0x1_0000_0000;
/** 100 ns ticks between 1601 and 1970 */
const UNIX_EPOCH_SEC = 11_644_473_600;
const TICKS_PER_SEC = 10_000_000;

const ETHERNET = 1;
const RAW = 101;
const IEEE802_11 = 105;
/** 802.11 frames come behind a header of this version that tells its own length */
const WIFI = 6;
const WIFI_HEADER_VERSION = 2;
/** LINKTYPE_ value by NDIS medium: Ethernet, Token Ring, FDDI, 802.11, tunnels, wireless WAN, raw IP */
const MEDIA: Readonly<Record<number, number>> = {
  0: ETHERNET,
  1: ETHERNET,
  2: 6,
  3: 10,
  [WIFI]: IEEE802_11,
  7: RAW,
  8: RAW,
  9: RAW,
};
/** 0xE000 + LINKTYPE_ value: a converted pcap; some of them Message Analyzer uses for its own records */
const PCAP_BASE = 0xe000;
const [FIRST_ANALYZER, LAST_ANALYZER] = [0xe080, 0xe08a];
const ANALYZER_WIFI = 0xe080;
/** what Network Monitor writes between frames: reassembled payloads, adapters, its name cache */
const NO_PACKETS: ReadonlySet<number> = new Set([0xfffc, 0xfffd, 0xfffe]);

interface NetmonState {
  readonly kind: 'netmon';
  readonly major: number;
  readonly minor: number;
  readonly medium: number;
  /** when the capture began: Unix time and ms */
  readonly startSec: number;
  readonly startMs: number;
  readonly tableAt: number;
  readonly tableBytes: number;
  readonly epochSec?: EpochSec;
}

class NetmonFramer extends RecordFramer {
  readonly #state: NetmonState;
  readonly #isSecond: boolean;
  readonly #recordBytes: number;
  readonly #trailerBytes: number;
  /** where frames start, ascending; undefined: one behind the other */
  readonly #frames: Uint32Array | undefined;
  #next = 0;

  constructor(state: NetmonState, position: number, look: Look) {
    const isSecond = state.major === 2;
    super(isSecond ? RECORD_2_BYTES : RECORD_1_BYTES, state.epochSec, position);
    this.#state = state;
    this.#isSecond = isSecond;
    this.#recordBytes = isSecond ? RECORD_2_BYTES : RECORD_1_BYTES;
    this.#trailerBytes = isSecond ? TRAILER_BYTES[Math.min(state.minor, UTC_MINOR)]! : 0;
    this.#frames = framePlaces(state, look);
  }

  protected override nextRecord(position: number): number {
    const frames = this.#frames;
    if (frames === undefined) {
      const { tableAt } = this.#state;
      return tableAt >= HEADER_BYTES && position >= tableAt
        ? Number.POSITIVE_INFINITY
        : Math.max(position, HEADER_BYTES);
    }
    while (this.#next < frames.length && frames[this.#next]! < position) this.#next++;
    return frames[this.#next] ?? Number.POSITIVE_INFINITY;
  }

  protected override measure(buf: Uint8Array, at: number, record: RecordFacts): void {
    record.capLen = this.#isSecond ? u32(buf, at + 12) : u16(buf, at + 6);
    record.length = this.#recordBytes + record.capLen + this.#trailerBytes;
  }

  protected override take(buf: Uint8Array, at: number, record: RecordFacts): void {
    const { startSec, startMs, minor } = this.#state;
    record.dataAt = this.#recordBytes;
    let medium = this.#state.medium;
    if (this.#isSecond) {
      record.origLen = u32(buf, at + 8);
      // µs in 64 bits; as 100 ns ticks they are signed, for frames before the start.
      const micros =
        Number(BigInt.asIntN(64, (BigInt(u32(buf, at + 4)) * BigInt(TWO_32) + BigInt(u32(buf, at))) * 10n)) / 10;
      setTime(record, startSec, startMs, micros);
    } else {
      record.origLen = u16(buf, at + 4);
      setTime(record, startSec, startMs, u32(buf, at) * 1000);
    }
    if (this.#trailerBytes > 0) {
      const trailer = at + this.#recordBytes + record.capLen;
      medium = u16(buf, trailer);
      if (minor >= UTC_MINOR) {
        const ticks = BigInt(u32(buf, trailer + UTC_AT + 4)) * BigInt(TWO_32) + BigInt(u32(buf, trailer + UTC_AT));
        record.sec = Number(ticks / BigInt(TICKS_PER_SEC)) - UNIX_EPOCH_SEC;
        record.ns = Number(ticks % BigInt(TICKS_PER_SEC)) * 100;
      }
    }
    record.isPacket = !NO_PACKETS.has(medium);
    record.linkType = linkTypeOf(medium);
    if (medium === WIFI) leaveWifiHeader(buf, at, record);
  }

  protected override header(): NetmonState {
    return this.#state;
  }

  protected override describe(linkTypes: readonly number[]): CaptureInfo {
    const { major, minor } = this.#state;
    const notes = this.#frames === undefined ? ['the table of its frames is missing'] : [];
    return { format: `netmon ${major}.${minor}`, linkTypes, snapLen: 0, notes };
  }
}

function setTime(record: RecordFacts, startSec: number, startMs: number, micros: number): void {
  const sinceSecond = startMs * 1000 + micros;
  const sec = Math.floor(sinceSecond / 1e6);
  record.sec = startSec + sec;
  record.ns = Math.round((sinceSecond - sec * 1e6) * 1000);
}

/** Of media that have no LINKTYPE_ value their own number, which no LINKTYPE_ has. */
function linkTypeOf(medium: number): number {
  if (medium === ANALYZER_WIFI) return IEEE802_11;
  if (medium >= FIRST_ANALYZER && medium <= LAST_ANALYZER) return medium;
  if ((medium & 0xf000) === PCAP_BASE) return medium & 0xfff;
  return MEDIA[medium] ?? 0xf000 | medium;
}

/** Takes away the metadata before an 802.11 frame: a version, and in two bytes their length. */
function leaveWifiHeader(buf: Uint8Array, at: number, record: RecordFacts): void {
  const from = at + record.dataAt;
  const length = record.capLen >= 3 ? u16(buf, from + 1) : 0;
  if (length < 3 || length > record.capLen || buf[from] !== WIFI_HEADER_VERSION) {
    record.linkType = 0xf000 | WIFI;
    return;
  }
  record.dataAt += length;
  record.capLen -= length;
  record.origLen = Math.max(record.capLen, record.origLen - length);
}

/** Where the table says that frames start, in the order of the file; undefined without a table that can be used. */
function framePlaces({ tableAt, tableBytes }: NetmonState, look: Look): Uint32Array | undefined {
  const count = Math.floor(tableBytes / 4);
  if (tableAt < HEADER_BYTES || count === 0 || count > MAX_FRAMES) return undefined;
  const table = look(tableAt, count * 4);
  if (table.length < count * 4) return undefined;
  const places = Uint32Array.from({ length: count }, (_, n) => u32(table, n * 4));
  return places.sort();
}

export const NETMON: CaptureFormat = {
  kind: 'netmon',
  needsEnd: true,
  is: (head) => head.length >= 4 && (u32(head, 0) === MAGIC_1 || u32(head, 0) === MAGIC_2),
  open(head, epochSec, look) {
    if (head.length < USED_HEADER_BYTES)
      return `the file ends within its header (${head.length} of ${HEADER_BYTES} bytes)`;
    const [minor, major] = [head[4]!, head[5]!];
    if (major !== 1 && major !== 2) return `netmon version ${major}.${minor} can't be read`;
    const state: NetmonState = {
      kind: 'netmon',
      major,
      minor,
      medium: u16(head, 6),
      startSec:
        Date.UTC(u16(head, 8), u16(head, 10) - 1, u16(head, 14), u16(head, 16), u16(head, 18), u16(head, 20)) / 1000,
      startMs: u16(head, 22),
      tableAt: u32(head, 24),
      tableBytes: u32(head, 28),
      ...(epochSec === undefined ? {} : { epochSec }),
    };
    if (!Number.isFinite(state.startSec)) return 'its start is no time';
    return new NetmonFramer(state, HEADER_BYTES, look);
  },
  restore: (state, offset, look) => new NetmonFramer(state as NetmonState, offset, look),
};
