/**
 * pcap, https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/: µs and ns, either byte order, and its relatives:
 * Kuznetzov's longer record headers (in three lengths), Nokia's, Ixia's, AIX's, and the files of old versions that
 * swapped the two lengths of a packet.
 */
import { LINK_ERF, unwrapErf } from './erf.ts';
import type { CaptureFormat, Look } from './format.ts';
import { plainLinkType } from './link-type.ts';
import { u16, u32 } from './ordered-bytes.ts';
import {
  AbsurdCounter,
  type CaptureFault,
  type CaptureInfo,
  type EpochSec,
  type Framer,
  MAX_RECORD_BYTES,
  MAX_WIRE_BYTES,
  type Packets,
} from './packets.ts';

const HEADER_BYTES = 24;
/** Ixia's has the length of all records behind the others' fields */
const IXIA_HEADER_BYTES = 28;
const RECORD_BYTES = 16;
/** libpcap takes packets up to this size even when snapLen is smaller (MAXIMUM_SNAPLEN) */
const USUAL_MAX_BYTES = 262_144;

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const KUZNETZOV = 0xa1b2cd34;
const IXIA_NANOSECONDS = 0x1c0001ac;
const IXIA_MICROSECONDS = 0x1c0001ab;
const MAGICS: readonly number[] = [MICROSECONDS, NANOSECONDS, KUZNETZOV, IXIA_NANOSECONDS, IXIA_MICROSECONDS];

/**
 * Lengths of record headers that share a magic number with the first of them: Nokia's and Red Hat 6.1's, SuSE 6.3's. Only
 * what lies behind the first records tells them apart.
 */
const LENGTHS: Readonly<Record<number, readonly number[]>> = {
  [MICROSECONDS]: [RECORD_BYTES, 20, 24],
  [KUZNETZOV]: [24, 28],
};
/** records that are looked at for it */
const TRIED_RECORDS = 4;
/** a year away from the first packet: no time, but other bytes */
const MAX_SPAN_SEC = 366 * 86_400;

/** AIX writes version 2.2, ns, and interface types of RFC 1573 (Ethernet, Token Ring, FDDI, loopback) for link types. */
const AIX_LINK_TYPES: Readonly<Record<number, number>> = { 6: 1, 9: 6, 15: 10, 24: 0 };

const SWAP_NEVER = 0;
const SWAP_IF_LONGER = 1;
const SWAP_ALWAYS = 2;

/** What a pcap's header says; plain data, it is also the framer's state. */
interface PcapHeader {
  readonly kind: 'pcap';
  /** "pcap", "pcap (ns)", … */
  readonly format: string;
  readonly big: boolean;
  /** ns of a unit of the second's part */
  readonly fractionNs: number;
  readonly recordBytes: number;
  readonly linkType: number;
  readonly fcsBytes: number;
  readonly snapLen: number;
  readonly swap: number;
}

function isMagic(magic: number): boolean {
  return MAGICS.includes(magic);
}

/** Reads the file's header; a string says what is wrong with it. */
function parseHeader(head: Uint8Array): PcapHeader | string {
  if (head.length < HEADER_BYTES) return `the file ends within its header (${head.length} of ${HEADER_BYTES} bytes)`;
  const big = isMagic(u32(head, 0, true));
  const magic = u32(head, 0, big);
  const major = u16(head, 4, big);
  const minor = u16(head, 6, big);
  if (major < 2) return `pcap version ${major}.${minor} is too old to be read`;
  const word = u32(head, 20, big);
  const aix = magic === MICROSECONDS && major === 2 && minor === 2 ? AIX_LINK_TYPES[word] : undefined;
  return {
    kind: 'pcap',
    format: aix === undefined ? formatName(magic) : 'pcap (AIX)',
    big,
    fractionNs: magic === NANOSECONDS || magic === IXIA_NANOSECONDS || aix !== undefined ? 1 : 1000,
    recordBytes: LENGTHS[magic]?.[0] ?? RECORD_BYTES,
    linkType: aix ?? plainLinkType(word & 0xffff),
    fcsBytes: (word & 0x0400_0000) !== 0 ? (word >>> 28) * 2 : 0,
    snapLen: u32(head, 16, big),
    // libpcap sf-pcap.c: 2.3 has both orders, 543 is that of DG/UX.
    swap:
      major === 543 || (major === 2 && minor < 3)
        ? SWAP_ALWAYS
        : major === 2 && minor === 3
          ? SWAP_IF_LONGER
          : SWAP_NEVER,
  };
}

function formatName(magic: number): string {
  if (magic === NANOSECONDS) return 'pcap (ns)';
  if (magic === KUZNETZOV) return 'pcap (Kuznetzov)';
  return magic === MICROSECONDS ? 'pcap' : 'pcap (Ixia)';
}

/** The header with the length of record headers that fits the first records, and the relative's name. */
function withFittingRecords(header: PcapHeader, magic: number, look: Look): PcapHeader {
  const lengths = header.swap === SWAP_NEVER ? LENGTHS[magic] : undefined;
  if (lengths === undefined || fits(header, lengths[0]!, look, 1)) return header;
  // The second record must say so, too: a fault in an ordinary file is not taken for another kind of file.
  const recordBytes = lengths.slice(1).find((length) => fits(header, length, look, 2));
  if (recordBytes === undefined) return header;
  return { ...header, recordBytes, format: recordBytes === 20 ? 'pcap (Nokia)' : 'pcap (Kuznetzov)' };
}

/** True when the first records, `least` or more, make sense with headers of this length. */
function fits({ big, snapLen }: PcapHeader, recordBytes: number, look: Look, least: number): boolean {
  const maxCapLen = maxPacketBytes(snapLen, recordBytes);
  let at = HEADER_BYTES;
  let first = 0;
  for (let n = 0; n < TRIED_RECORDS; n++) {
    const record = look(at, RECORD_BYTES);
    if (record.length < RECORD_BYTES) return n >= least;
    const [sec, fraction, capLen, origLen] = [0, 4, 8, 12].map((field) => u32(record, field, big)) as [
      number,
      number,
      number,
      number,
    ];
    if (n === 0) first = sec;
    if (capLen > maxCapLen || origLen > MAX_RECORD_BYTES || fraction >= 1e6 || Math.abs(sec - first) > MAX_SPAN_SEC)
      return false;
    if (n > 0 && capLen > 0 && origLen === 0) return false;
    at += recordBytes + capLen;
  }
  return true;
}

/** The longest packet that is taken for one. */
function maxPacketBytes(snapLen: number, recordBytes: number): number {
  return Math.min(Math.max(snapLen, USUAL_MAX_BYTES), MAX_RECORD_BYTES - recordBytes);
}

export const PCAP: CaptureFormat = {
  kind: 'pcap',
  is: (head) => head.length >= 4 && (isMagic(u32(head, 0, false)) || isMagic(u32(head, 0, true))),
  open(head, epochSec, look) {
    const header = parseHeader(head);
    if (typeof header === 'string') return header;
    const magic = u32(head, 0, header.big);
    const isIxia = magic === IXIA_NANOSECONDS || magic === IXIA_MICROSECONDS;
    return new PcapFramer(withFittingRecords(header, magic, look), epochSec, isIxia ? IXIA_HEADER_BYTES : HEADER_BYTES);
  },
  restore(state, offset) {
    const header = state as PcapHeader & { readonly epochSec?: EpochSec };
    return new PcapFramer(header, header.epochSec, offset);
  },
};

class PcapFramer implements Framer {
  readonly #told: CaptureInfo;
  readonly #absurd = new AbsurdCounter();
  fault: CaptureFault | undefined;
  epochSec: number | undefined;
  position: number;
  wanted: number;
  readonly #header: PcapHeader;
  readonly #recordBytes: number;
  readonly #maxCapLen: number;
  #state = '';
  #stateEpoch: number | undefined;

  constructor(header: PcapHeader, epochSec: number | undefined, position: number) {
    this.#header = header;
    this.#recordBytes = header.recordBytes;
    this.#maxCapLen = maxPacketBytes(header.snapLen, header.recordBytes);
    this.#told = {
      format: header.format,
      linkTypes: [header.linkType],
      snapLen: header.snapLen,
      notes: header.fcsBytes > 0 ? [`frames end in a checksum of ${header.fcsBytes} bytes`] : [],
    };
    this.epochSec = epochSec;
    this.position = position;
    this.wanted = this.#recordBytes;
  }

  get info(): CaptureInfo {
    return { ...this.#told, ...this.#absurd.told };
  }

  read(buf: Uint8Array, off: number, end: number, stop: number, packets: Packets): number {
    if (this.fault !== undefined) return off;
    const { big, linkType, swap, fractionNs } = this.#header;
    const recordBytes = this.#recordBytes;
    const maxCapLen = this.#maxCapLen;
    const { offset: offsets, capLen: capLens, origLen: origLens, time: times, linkType: linkTypes, capacity } = packets;
    if (this.epochSec === undefined && end - off >= recordBytes) this.epochSec = u32(buf, off, big);
    const epochSec = this.epochSec ?? 0;
    const stopAt = off + (stop - this.position);
    let at = off;
    let row = packets.length;
    let wanted = recordBytes;
    while (row < capacity && at < stopAt && end - at >= recordBytes) {
      let capLen = u32(buf, at + 8, big);
      let origLen = u32(buf, at + 12, big);
      if (swap !== SWAP_NEVER && (swap === SWAP_ALWAYS || capLen > origLen)) {
        const longer = capLen;
        capLen = origLen;
        origLen = longer;
      }
      if (capLen > maxCapLen) {
        this.fault = {
          offset: this.position + (at - off),
          reason: `a packet of ${capLen} bytes is announced, more than the ${maxCapLen} that are possible here`,
        };
        break;
      }
      const next = at + recordBytes + capLen;
      if (next > end) {
        wanted = recordBytes + capLen;
        break;
      }
      if (origLen > MAX_WIRE_BYTES && origLen > capLen) {
        this.#absurd.add(this.position + (at - off), origLen);
        origLen = capLen;
      }
      offsets[row] = at + recordBytes;
      capLens[row] = capLen;
      origLens[row] = origLen === 0 ? capLen : origLen;
      times[row] = (u32(buf, at, big) - epochSec) * 1e9 + u32(buf, at + 4, big) * fractionNs;
      linkTypes[row] = linkType;
      row++;
      at = next;
    }
    const before = packets.length;
    packets.length = row;
    if (linkType === LINK_ERF) unwrapErf(buf, packets, before);
    this.wanted = wanted;
    this.position += at - off;
    return at;
  }

  finish(leftover: number): CaptureFault | undefined {
    if (this.fault === undefined && leftover > 0)
      this.fault = {
        offset: this.position,
        reason: `the file ends within a packet (${leftover} of ${leftover < this.#recordBytes ? `at least ${this.wanted}` : this.wanted} bytes)`,
      };
    return this.fault;
  }

  state(): string {
    if (this.#state === '' || this.#stateEpoch !== this.epochSec) {
      this.#stateEpoch = this.epochSec;
      this.#state = JSON.stringify({ ...this.#header, epochSec: this.epochSec });
    }
    return this.#state;
  }
}
