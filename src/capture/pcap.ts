/**
 * pcap, https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcap/: µs and ns, either byte order, and two relatives that
 * libpcap reads too: Kuznetzov's longer record headers, and the files of old versions that swapped the two lengths.
 */
import { plainLinkType } from './link-type.ts';
import { u16, u32 } from './ordered-bytes.ts';
import { type CaptureFault, type CaptureInfo, type Framer, MAX_RECORD_BYTES, type Packets } from './packets.ts';

export const PCAP_HEADER_BYTES = 24;
const RECORD_BYTES = 16;
const KUZNETZOV_RECORD_BYTES = 24;
/** libpcap takes packets up to this size even when snapLen is smaller (MAXIMUM_SNAPLEN) */
const USUAL_MAX_BYTES = 262_144;

const MICROSECONDS = 0xa1b2c3d4;
const NANOSECONDS = 0xa1b23c4d;
const KUZNETZOV = 0xa1b2cd34;

const SWAP_NEVER = 0;
const SWAP_IF_LONGER = 1;
const SWAP_ALWAYS = 2;

/** What a pcap's header says; plain data, it is also the framer's state. */
export interface PcapHeader {
  readonly kind: 'pcap';
  readonly big: boolean;
  readonly magic: number;
  readonly linkType: number;
  readonly fcsBytes: number;
  readonly snapLen: number;
  readonly swap: number;
}

export function isPcap(head: Uint8Array): boolean {
  return head.length >= 4 && (isMagic(u32(head, 0, false)) || isMagic(u32(head, 0, true)));
}

function isMagic(magic: number): boolean {
  return magic === MICROSECONDS || magic === NANOSECONDS || magic === KUZNETZOV;
}

/** Reads the file's header; a string says what is wrong with it. */
export function parsePcapHeader(head: Uint8Array): PcapHeader | string {
  if (head.length < PCAP_HEADER_BYTES)
    return `the file ends within its header (${head.length} of ${PCAP_HEADER_BYTES} bytes)`;
  const big = isMagic(u32(head, 0, true));
  const major = u16(head, 4, big);
  const minor = u16(head, 6, big);
  if (major < 2) return `pcap version ${major}.${minor} is too old to be read`;
  const word = u32(head, 20, big);
  return {
    kind: 'pcap',
    big,
    magic: u32(head, 0, big),
    linkType: plainLinkType(word & 0xffff),
    fcsBytes: (word & 0x0400_0000) !== 0 ? (word >>> 28) * 2 : 0,
    snapLen: u32(head, 16, big),
    // libpcap sf-pcap.c: 2.3 has both orders, 543 is AIX's.
    swap: major !== 2 || minor > 3 ? SWAP_NEVER : minor === 3 ? SWAP_IF_LONGER : SWAP_ALWAYS,
  };
}

export class PcapFramer implements Framer {
  readonly info: CaptureInfo;
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
    this.#recordBytes = header.magic === KUZNETZOV ? KUZNETZOV_RECORD_BYTES : RECORD_BYTES;
    this.#maxCapLen = Math.min(Math.max(header.snapLen, USUAL_MAX_BYTES), MAX_RECORD_BYTES - this.#recordBytes);
    this.info = {
      format: header.magic === NANOSECONDS ? 'pcap (ns)' : header.magic === KUZNETZOV ? 'pcap (Kuznetzov)' : 'pcap',
      linkTypes: [header.linkType],
      snapLen: header.snapLen,
      notes: header.fcsBytes > 0 ? [`frames end in a checksum of ${header.fcsBytes} bytes`] : [],
    };
    this.epochSec = epochSec;
    this.position = position;
    this.wanted = this.#recordBytes;
  }

  read(buf: Uint8Array, off: number, end: number, stop: number, packets: Packets): number {
    if (this.fault !== undefined) return off;
    const { big, linkType, swap } = this.#header;
    const recordBytes = this.#recordBytes;
    const maxCapLen = this.#maxCapLen;
    const fractionNs = this.#header.magic === NANOSECONDS ? 1 : 1000;
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
      offsets[row] = at + recordBytes;
      capLens[row] = capLen;
      origLens[row] = origLen === 0 ? capLen : origLen;
      times[row] = (u32(buf, at, big) - epochSec) * 1e9 + u32(buf, at + 4, big) * fractionNs;
      linkTypes[row] = linkType;
      row++;
      at = next;
    }
    packets.length = row;
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
