/**
 * The packets of one sender as its bytes come: a capture (pcap, pcapng, snoop; any byte order) framed piece by piece and handed to
 * the segments. A fault ends the stream; whole packets before it count.
 */
import { HEAD_BYTES, openCapture } from '#capture/formats.ts';
import { type CaptureFault, createPackets, type Framer, MAX_RECORD_BYTES, type Packets } from '#capture/packets.ts';
import type { OutInterface } from './pcapng-out.ts';
import type { Segments } from './segments.ts';

const BUFFER_BYTES = 256 * 1024;
const BLOCK_PACKETS = 4096;
/** Interfaces of a sender that are told apart: by link type and snap length. */
const MAX_INTERFACES = 64;
/** A capture of these says at its end where its packets are. */
const WHOLE_FILES_ONLY = /^netmon/;

export interface StreamEnd {
  readonly packets: number;
  readonly bytes: number;
  /** plain words; undefined when the stream ended behind a whole packet */
  readonly fault?: string;
}

export class PacketStream {
  bytes = 0;
  packets = 0;
  /** why no more is taken, in words */
  fault: string | undefined;
  readonly #segments: Segments;
  /** who sends, for people: an interface's description */
  readonly #sender: string;
  readonly #block: Packets = createPackets(BLOCK_PACKETS);
  readonly #ids = new Map<number, number>();
  #buffer: Buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);
  /** buffer[at, end) is not framed yet */
  #at = 0;
  #end = 0;
  #framer: Framer | undefined;
  /** drops that were told and counted already */
  #byInterface = 0;
  #bySystem = 0;

  constructor(segments: Segments, sender: string) {
    this.#segments = segments;
    this.#sender = sender;
  }

  get format(): string | undefined {
    return this.#framer?.info.format;
  }

  /** Takes a piece; false: the stream can't be followed any further, `fault` says why. */
  push(piece: Uint8Array): boolean {
    if (this.fault !== undefined) return false;
    this.bytes += piece.length;
    for (let from = 0; from < piece.length; ) {
      const take = Math.min(piece.length - from, this.#buffer.length - this.#end);
      this.#buffer.set(from === 0 && take === piece.length ? piece : piece.subarray(from, from + take), this.#end);
      this.#end += take;
      from += take;
      if (!this.#frame()) return false;
    }
    return true;
  }

  /** The sender has ended: what is left over is no whole packet. */
  finish(): StreamEnd {
    if (this.fault === undefined && this.bytes > 0) {
      if (this.#framer === undefined) this.#open();
      const fault = this.#framer?.finish(this.#end);
      if (this.fault === undefined && fault !== undefined) this.fault = wordsOf(fault);
    }
    this.lost(this.#framer?.info.drops ?? {});
    for (const id of this.#ids.values()) this.#segments.removeInterface(id);
    this.#ids.clear();
    const { packets, bytes, fault } = this;
    return { packets, bytes, ...(fault === undefined ? {} : { fault }) };
  }

  /** Packets that were lost in all since the stream began: what is new of it goes to the segment being written. */
  lost({ byInterface, bySystem }: { readonly byInterface?: number; readonly bySystem?: number }): void {
    if (this.#framer === undefined || (byInterface === undefined && bySystem === undefined)) return;
    this.#segments.count(this.#interface(this.#framer.info.linkTypes[0] ?? 1), {
      ...(byInterface === undefined ? {} : { droppedByInterface: Math.max(0, byInterface - this.#byInterface) }),
      ...(bySystem === undefined ? {} : { droppedBySystem: Math.max(0, bySystem - this.#bySystem) }),
    });
    this.#byInterface = byInterface ?? this.#byInterface;
    this.#bySystem = bySystem ?? this.#bySystem;
  }

  #frame(): boolean {
    if (this.#framer === undefined) {
      if (this.#end < HEAD_BYTES) return true;
      if (!this.#open()) return false;
    }
    const framer = this.#framer!;
    const block = this.#block;
    let at = this.#at;
    for (;;) {
      block.length = 0;
      const next = framer.read(this.#buffer, at, this.#end, Number.POSITIVE_INFINITY, block);
      this.#hand(framer, block);
      const isStuck = next === at && block.length === 0;
      at = next;
      if (framer.fault !== undefined) {
        this.fault = wordsOf(framer.fault);
        return false;
      }
      if (isStuck || block.length < block.capacity) break;
    }
    this.#keep(at, framer.wanted);
    return true;
  }

  /** The incomplete rest moves to the front, of a larger buffer if the record needs one. */
  #keep(at: number, wanted: number): void {
    const rest = this.#end - at;
    if (wanted > this.#buffer.length && wanted <= MAX_RECORD_BYTES) {
      const larger = Buffer.allocUnsafeSlow(Math.max(wanted, Math.min(2 * this.#buffer.length, MAX_RECORD_BYTES)));
      this.#buffer.copy(larger, 0, at, this.#end);
      this.#buffer = larger;
      this.#at = 0;
      this.#end = rest;
    } else if (rest === 0) {
      this.#at = 0;
      this.#end = 0;
    } else if (at + wanted > this.#buffer.length || this.#end === this.#buffer.length) {
      this.#buffer.copyWithin(0, at, this.#end);
      this.#at = 0;
      this.#end = rest;
    } else this.#at = at;
  }

  #open(): boolean {
    const head = this.#buffer.subarray(0, this.#end);
    const look = (offset: number, length: number): Uint8Array => head.subarray(offset, offset + length);
    const opened = openCapture(head.subarray(0, HEAD_BYTES), undefined, look);
    if (!opened.ok) {
      const { looks, reason } = opened.data;
      this.fault =
        opened.code === 'CAPTURE_UNKNOWN_FORMAT'
          ? `it does not begin like a capture (pcap or pcapng) but like ${looks}`
          : String(reason ?? 'it does not begin like a capture');
      return false;
    }
    if (WHOLE_FILES_ONLY.test(opened.framer.info.format)) {
      this.fault = 'captures of Network Monitor can be read as files only; send pcap or pcapng';
      return false;
    }
    this.#framer = opened.framer;
    this.#at = opened.framer.position;
    return true;
  }

  #hand(framer: Framer, { length, offset, capLen, origLen, time, linkType }: Packets): void {
    const segments = this.#segments;
    const epochSec = framer.epochSec ?? 0;
    let type = -1;
    let id = 0;
    for (let row = 0; row < length; row++) {
      if (linkType[row] !== type) {
        type = linkType[row]!;
        id = this.#interface(type);
      }
      segments.put(id, epochSec, time[row]!, this.#buffer, offset[row]!, capLen[row]!, origLen[row]!);
    }
    this.packets += length;
  }

  #interface(linkType: number): number {
    const snapLen = this.#framer?.info.snapLen ?? 0;
    const known = this.#ids.get(linkType);
    if (known !== undefined) return known;
    if (this.#ids.size >= MAX_INTERFACES) return this.#ids.values().next().value!;
    const id = this.#segments.addInterface(this.#described(linkType, snapLen));
    this.#ids.set(linkType, id);
    return id;
  }

  #described(linkType: number, snapLen: number): OutInterface {
    const told = this.#framer?.info.interfaces?.filter((one) => one.linkType === linkType) ?? [];
    const one = told.length === 1 ? told[0] : undefined;
    const { name, filter, os = this.#framer?.info.os, hardware } = one ?? {};
    return {
      linkType,
      snapLen,
      description: this.#sender,
      ...(name === undefined ? {} : { name }),
      ...(filter === undefined ? {} : { filter }),
      ...(os === undefined ? {} : { os }),
      ...(hardware === undefined ? {} : { hardware }),
    };
  }
}

function wordsOf({ offset, reason }: CaptureFault): string {
  return `byte ${offset}: ${reason.replace(/^the file ends/, 'it ended')}`;
}
