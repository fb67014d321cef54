/**
 * pcapng, https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/: sections of either byte order, interfaces with their
 * own link type and clock, enhanced, simple and (obsolete) packet blocks. What other blocks tell is noted, or they are
 * counted and skipped by their length.
 * A total length that is no multiple of 4 is rounded up, as Wireshark does.
 */

import { LINK_ERF, unwrapErf } from '../erf.ts';
import type { CaptureFormat } from '../format.ts';
import { u16, u32 } from '../ordered-bytes.ts';
import {
  AbsurdCounter,
  type CaptureFault,
  type CaptureInfo,
  type EpochSec,
  type Framer,
  MAX_RECORD_BYTES,
  MAX_WIRE_BYTES,
  type Packets,
} from '../packets.ts';
import { type InterfaceRun, Interfaces } from './interfaces.ts';
import { PcapngNotes } from './notes.ts';
import { readInterface } from './options.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const OLD_PACKET = 2;
const SIMPLE_PACKET = 3;
const NAMES = 4;
const STATISTICS = 5;
const ENHANCED_PACKET = 6;
const SECRETS = 10;

const ORDER_MAGIC = 0x1a2b3c4d;
/** type, total length and the byte-order magic: enough to know how long a block is */
const HEAD_BYTES = 12;
const MIN_BLOCK_BYTES = 12;
const MIN_SECTION_BYTES = 28;
const MIN_INTERFACE_BYTES = 20;
const MIN_SIMPLE_BYTES = 16;
const MIN_PACKET_BYTES = 32;
const BLOCK_BODY = 8;
/** data of enhanced and old packet blocks, and of simple ones */
const PACKET_DATA = 28;
const SIMPLE_DATA = 12;

/** a packet block may have options when this much is left behind its data */
const MIN_OPTION_BYTES = 4;

/**
 * A longer block is a fault, as in Wireshark: 128 MiB and 128 KiB of options. Those over MAX_RECORD_BYTES are passed over when they
 * hold no packet: names, secrets, what programs keep for themselves.
 */
const MAX_BLOCK_BYTES = 134_348_832;

/** A block that is being skipped: the file offset of its end, and the length it announced. */
interface LongBlock {
  readonly end: number;
  readonly announced: number;
}

/** What must be known to read on in the middle of a file; plain data. */
interface PcapngState {
  readonly kind: 'pcapng';
  readonly epochSec?: EpochSec;
  /** byte order of the section; absent before the first one */
  readonly big?: boolean;
  readonly interfaces: readonly InterfaceRun[];
  /** ns since epochSec of the last packet; simple packet blocks, which have no time, repeat it */
  readonly lastTime?: number;
  readonly passing?: LongBlock;
}

/** The byte order that a section's first 12 bytes tell; undefined when they are none. */
function sectionOrder(buf: Uint8Array, off: number): boolean | undefined {
  if (u32(buf, off + 8, true) === ORDER_MAGIC) return true;
  return u32(buf, off + 8, false) === ORDER_MAGIC ? false : undefined;
}

export const PCAPNG: CaptureFormat = {
  kind: 'pcapng',
  is: (head) => head.length >= 4 && u32(head, 0, true) === SECTION,
  open(head, epochSec) {
    if (head.length < HEAD_BYTES) return `the file ends within its header (${head.length} bytes)`;
    if (sectionOrder(head, 0) === undefined) return 'the section header has no byte-order magic';
    return new PcapngFramer({ kind: 'pcapng', interfaces: [], ...(epochSec === undefined ? {} : { epochSec }) }, 0);
  },
  restore: (state, offset) => new PcapngFramer(state as PcapngState, offset),
};

class PcapngFramer implements Framer {
  fault: CaptureFault | undefined;
  epochSec: EpochSec | undefined;
  position: number;
  wanted = HEAD_BYTES;
  readonly #linkTypes = new Set<number>();
  readonly #absurd = new AbsurdCounter();
  readonly #notes = new PcapngNotes();
  readonly #interfaces = new Interfaces();
  #snapLen = 0;
  #big = false;
  #inSection = false;
  /** where in the file the buffer begins that is being read */
  #bufferAt = 0;
  /** packets of the file read so far; NaN when reading began in its middle */
  #packets: number;
  #oldPackets = 0;
  #simplePackets = 0;
  #lastTime = 0;
  #sawSimple = false;
  #passing: LongBlock | undefined;
  #state = '';
  #stateVersion = -1;
  #stateEpoch: EpochSec | undefined;
  #stateTime: number | undefined;
  #statePassing: LongBlock | undefined;

  constructor(state: PcapngState, position: number) {
    this.position = position;
    this.epochSec = state.epochSec;
    this.#big = state.big ?? false;
    this.#inSection = state.big !== undefined;
    this.#lastTime = state.lastTime ?? 0;
    this.#sawSimple = state.lastTime !== undefined;
    this.#passing = state.passing;
    this.#packets = position === 0 ? 0 : Number.NaN;
    this.#interfaces.setEpoch(state.epochSec ?? 0);
    this.#interfaces.addRuns(state.interfaces);
    for (const [, linkType, snapLen] of state.interfaces) this.#seen(linkType, snapLen);
  }

  get info(): CaptureInfo {
    const notes = this.#notes;
    const { hardware, os, application, interfaces, comments, commentCount, secrets } = notes;
    const drops = notes.drops();
    const names = notes.names();
    const enhanced = this.#packets - this.#oldPackets - this.#simplePackets;
    return {
      format: 'pcapng',
      linkTypes: [...this.#linkTypes],
      snapLen: this.#snapLen,
      notes: notes.lines(),
      ...(hardware === undefined ? {} : { hardware }),
      ...(os === undefined ? {} : { os }),
      ...(application === undefined ? {} : { application }),
      interfaces: interfaces.map((one) => ({ ...one })),
      comments: [...comments],
      commentCount,
      ...(drops === undefined ? {} : { drops }),
      ...this.#absurd.told,
      blocks: {
        ...notes.blocks,
        ...(enhanced > 0 ? { 'enhanced packet': enhanced } : {}),
        ...(this.#simplePackets > 0 ? { 'simple packet': this.#simplePackets } : {}),
        ...(this.#oldPackets > 0 ? { packet: this.#oldPackets } : {}),
      },
      ...(names === undefined ? {} : { names }),
      secrets: [...secrets],
    };
  }

  read(buf: Uint8Array, off: number, end: number, stop: number, packets: Packets): number {
    if (this.fault !== undefined) return off;
    const before = packets.length;
    const start = this.position;
    const stopAt = off + (stop - start);
    this.#bufferAt = start - off;
    this.wanted = HEAD_BYTES;
    let at = this.#passing === undefined ? off : this.#pass(buf, off, end);
    while (packets.length < packets.capacity && at < stopAt && end - at >= HEAD_BYTES) {
      const next = this.#block(buf, at, end, packets);
      if (next === at) break;
      at = next;
    }
    if (this.#linkTypes.has(LINK_ERF)) unwrapErf(buf, packets, before);
    if (this.#passing !== undefined) this.wanted = 4;
    this.position = start + at - off;
    return at;
  }

  /** Reads the block at buf[at], or begins to pass it over. Returns where reading goes on; `at` where it can't: a fault, or more of it is `wanted`. */
  #block(buf: Uint8Array, at: number, end: number, packets: Packets): number {
    const type = u32(buf, at, this.#big);
    // Its type reads the same in both orders; its own magic says which one holds from here on.
    const order = type === SECTION ? sectionOrder(buf, at) : this.#big;
    if (order === undefined) return this.#refuse(at, 'a section starts without a byte-order magic');
    if (type !== SECTION && !this.#inSection) return this.#refuse(at, 'a block comes before the first section header');
    const announced = u32(buf, at + 4, order);
    const length = announced > MAX_RECORD_BYTES ? announced : (announced + 3) & ~3;
    if (length > MAX_RECORD_BYTES && mayBePassed(type, length)) {
      this.#notes.block(type);
      this.#passing = { end: this.#bufferAt + at + ((announced + 3) & ~3), announced };
      return this.#pass(buf, at, end);
    }
    if (length < MIN_BLOCK_BYTES || length > MAX_RECORD_BYTES)
      return this.#refuse(at, `a block of ${announced} bytes is announced, which can't be`);
    const next = at + length;
    if (next > end) {
      this.wanted = length;
      return at;
    }
    const trailer = u32(buf, next - 4, order);
    if (trailer !== announced && trailer !== length)
      return this.#refuse(at, `a block's two lengths differ (${announced} before it, ${trailer} behind it)`);
    let wrong = '';
    if (type === ENHANCED_PACKET || type === OLD_PACKET) wrong = this.#packet(type, buf, at, length, packets);
    else if (type === SIMPLE_PACKET) wrong = this.#simplePacket(buf, at, length, packets);
    else wrong = this.#other(type, buf, at, length, order);
    return wrong === '' ? next : this.#refuse(at, wrong);
  }

  /** An enhanced packet block, or the obsolete one; returns what is wrong with it. */
  #packet(type: number, buf: Uint8Array, at: number, length: number, packets: Packets): string {
    if (length < MIN_PACKET_BYTES) return `a packet block of ${length} bytes is too short to be one`;
    const big = this.#big;
    const interfaces = this.#interfaces;
    const id = type === ENHANCED_PACKET ? u32(buf, at + 8, big) : u16(buf, at + 8, big);
    if (id >= interfaces.count) return noInterface(id, interfaces.count);
    const capLen = u32(buf, at + 20, big);
    if (capLen > length - MIN_PACKET_BYTES) return tooShort(length, capLen);
    const origLen = this.#origLen(u32(buf, at + 24, big), capLen, at);
    const hi = u32(buf, at + 12, big);
    const lo = u32(buf, at + 16, big);
    if (this.epochSec === undefined) {
      this.epochSec = interfaces.second(id, hi, lo);
      interfaces.setEpoch(this.epochSec);
    }
    const row = packets.length++;
    packets.offset[row] = at + PACKET_DATA;
    packets.capLen[row] = capLen;
    packets.origLen[row] = origLen === 0 ? capLen : origLen;
    packets.time[row] = this.#lastTime = interfaces.time(id, hi, lo);
    packets.linkType[row] = interfaces.linkType[id]!;
    this.#packets++;
    if (type === OLD_PACKET) this.#oldPackets++;
    const options = at + PACKET_DATA + ((capLen + 3) & ~3);
    const stop = at + length - 4;
    if (stop - options >= MIN_OPTION_BYTES) this.#notes.packet(buf, options, stop, big, this.#packets);
    return '';
  }

  /** A block of a packet of the first interface, without a time: it gets that of the packet before, at the start of a file 1970. */
  #simplePacket(buf: Uint8Array, at: number, length: number, packets: Packets): string {
    if (length < MIN_SIMPLE_BYTES) return `a packet block of ${length} bytes is too short to be one`;
    const interfaces = this.#interfaces;
    if (interfaces.count === 0) return noInterface(0, 0);
    const told = u32(buf, at + 8, this.#big);
    const snapLen = interfaces.snapLen[0]!;
    const capLen = snapLen !== 0 && snapLen < told ? snapLen : told;
    if (capLen > length - MIN_SIMPLE_BYTES) return tooShort(length, capLen);
    this.epochSec ??= 0;
    this.#sawSimple = true;
    const row = packets.length++;
    packets.offset[row] = at + SIMPLE_DATA;
    packets.capLen[row] = capLen;
    packets.origLen[row] = this.#origLen(told, capLen, at);
    packets.time[row] = this.#lastTime;
    packets.linkType[row] = interfaces.linkType[0]!;
    this.#packets++;
    this.#simplePackets++;
    return '';
  }

  /** The length on the wire of the packet at buf[at]: the captured one where the one told can't be true. */
  #origLen(told: number, capLen: number, at: number): number {
    if (told <= MAX_WIRE_BYTES || told <= capLen) return told;
    this.#absurd.add(this.#bufferAt + at, told);
    return capLen;
  }

  finish(leftover: number): CaptureFault | undefined {
    const passing = this.#passing;
    if (this.fault === undefined && passing !== undefined) {
      const began = passing.end - ((passing.announced + 3) & ~3);
      this.#fail(
        began,
        `the file ends within a block (${this.position + leftover - began} of ${passing.announced} bytes)`,
      );
    } else if (this.fault === undefined && leftover > 0) {
      const whole = leftover < HEAD_BYTES ? `at least ${this.wanted}` : this.wanted;
      this.#fail(this.position, `the file ends within a block (${leftover} of ${whole} bytes)`);
    }
    return this.fault;
  }

  state(): string {
    // Only simple packet blocks need the last time: from the file's first one on it is part of the state, which else
    // stays the same for most of a file.
    const lastTime = this.#sawSimple ? this.#lastTime : undefined;
    const version = this.#interfaces.version;
    const passing = this.#passing;
    if (
      version !== this.#stateVersion ||
      this.epochSec !== this.#stateEpoch ||
      lastTime !== this.#stateTime ||
      passing !== this.#statePassing
    ) {
      this.#statePassing = passing;
      this.#stateVersion = version;
      this.#stateEpoch = this.epochSec;
      this.#stateTime = lastTime;
      const state: PcapngState = {
        kind: 'pcapng',
        ...(this.epochSec === undefined ? {} : { epochSec: this.epochSec }),
        ...(this.#inSection ? { big: this.#big } : {}),
        ...(lastTime === undefined ? {} : { lastTime }),
        ...(passing === undefined ? {} : { passing }),
        interfaces: this.#interfaces.runs(),
      };
      this.#state = JSON.stringify(state);
    }
    return this.#state;
  }

  /** Goes on in a block that is passed over, from buf[at]; returns where in the buffer it got to. */
  #pass(buf: Uint8Array, at: number, end: number): number {
    const { end: blockEnd, announced } = this.#passing!;
    const trailerAt = blockEnd - 4 - this.#bufferAt;
    if (trailerAt + 4 > end) return Math.max(at, Math.min(trailerAt, end));
    const trailer = u32(buf, trailerAt, this.#big);
    if (trailer === announced || trailer === ((announced + 3) & ~3)) {
      this.#passing = undefined;
      return trailerAt + 4;
    }
    this.#fail(
      blockEnd - ((announced + 3) & ~3),
      `a block's two lengths differ (${announced} before it, ${trailer} behind it)`,
    );
    return end;
  }

  /** A block without packets; returns what is wrong with it. */
  #other(type: number, buf: Uint8Array, at: number, length: number, big: boolean): string {
    this.#notes.block(type);
    const body = at + BLOCK_BODY;
    const end = at + length - 4;
    if (type === SECTION) return this.#section(buf, at, length, big);
    if (type === INTERFACE) return this.#interface(buf, at, length);
    if (type === NAMES) this.#notes.addNames(buf, body, end, big);
    else if (type === STATISTICS) this.#notes.statistics(buf, body, end, big);
    else if (type === SECRETS) this.#notes.keepSecrets(buf, body, end, big);
    return '';
  }

  #section(buf: Uint8Array, at: number, length: number, big: boolean): string {
    if (length < MIN_SECTION_BYTES) return `a section header of ${length} bytes is too short to be one`;
    const major = u16(buf, at + 12, big);
    if (major !== 1) return `pcapng version ${major}.${u16(buf, at + 14, big)} can't be read`;
    this.#big = big;
    this.#inSection = true;
    this.#interfaces.clear();
    this.#notes.section(buf, at + 24, at + length - 4, big);
    return '';
  }

  #interface(buf: Uint8Array, at: number, length: number): string {
    if (length < MIN_INTERFACE_BYTES) return `an interface block of ${length} bytes is too short to be one`;
    const one = readInterface(buf, at, at + length - 4, this.#big);
    if (!this.#interfaces.add(one))
      return `the section has more interfaces than can be kept (${this.#interfaces.count})`;
    this.#seen(one.linkType, one.snapLen);
    this.#notes.interface(one.linkType, one.snapLen, buf, at + 16, at + length - 4, this.#big);
    return '';
  }

  #seen(linkType: number, snapLen: number): void {
    this.#linkTypes.add(linkType);
    if (snapLen > this.#snapLen) this.#snapLen = snapLen;
  }

  /** The block at buf[at] can't be read. */
  #refuse(at: number, reason: string): number {
    this.#fail(this.#bufferAt + at, reason);
    return at;
  }

  #fail(offset: number, reason: string): void {
    this.fault = { offset, reason };
  }
}

function mayBePassed(type: number, length: number): boolean {
  if (length > MAX_BLOCK_BYTES || type === SECTION || type === INTERFACE) return false;
  return type !== ENHANCED_PACKET && type !== OLD_PACKET && type !== SIMPLE_PACKET;
}

function noInterface(id: number, count: number): string {
  return `a packet names interface ${id}, and ${count === 0 ? 'none was' : `only ${count} were`} declared`;
}

function tooShort(length: number, capLen: number): string {
  return `a block of ${length} bytes is too short for its packet of ${capLen} bytes`;
}
