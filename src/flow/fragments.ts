/**
 * Fragmented datagrams (RFC 791 §3.2, RFC 8200 §4.5): the first fragment carries the ports, and perhaps a tunnel; later ones are
 * told by addresses and identification. Those that come before their first are kept until it comes. A datagram that is whole
 * is put together for inspection; of a tunnel's, whose first fragment has the headers of a TCP segment, the others bring that segment's further
 * bytes. Bounded in datagrams, bytes and time: a flood ends the oldest early. Pieces that overlap
 * otherwise than by repeating each other end the putting together (RFC 5722), not the counting.
 *
 * All workers of an import see all fragments, so that they agree on whose they are.
 */
import { TCP } from '#registry/ip-protocols.ts';
import { createHeaders, type Headers } from '#wire/headers.ts';
import type { Level } from '#wire/level.ts';
import { readPacket } from '#wire/packet.ts';

const MAX_DATAGRAMS = 1024;
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_PIECES = 64;
const MAX_DATAGRAM_BYTES = 0xffff;
/** RFC 791 §3.2 and RFC 8200 §4.5: fragments are waited for 15 to 120 and 60 seconds. */
const FRAGMENT_NS = 60e9;
/** Copies are cut from slabs: an array buffer for each would cost more than the rest. */
const SLAB_BYTES = 64 * 1024;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
/** h.window of a first fragment that ends within its TCP header: it has no numbers to go on from */
const NO_NUMBERS = -2;
const MOST_WITHOUT_REST = 2;

/** A packet as it was captured. */
export interface KeptPacket {
  readonly bytes: Uint8Array;
  readonly capLen: number;
  readonly origLen: number;
  readonly linkType: number;
  readonly time: number;
  /** whatever its owner wants to know when it is given back: a chunk, an offset */
  readonly mark: number;
}

interface Piece {
  readonly from: number;
  readonly bytes: Uint8Array;
}

interface Datagram {
  /** addresses, identification, version and protocol */
  readonly key: readonly number[];
  readonly time: number;
  first: KeptPacket | undefined;
  /** came before the first */
  waiting: KeptPacket[];
  /** above the IP header, while they are being put together */
  pieces: Piece[];
  /** bytes above the IP header; -1 = the last fragment has not come */
  total: number;
  have: number;
  /** bytes kept of it */
  size: number;
  /** put together, or given up: no more pieces are kept */
  closed: boolean;
  /** its first has the headers of a packet in a tunnel */
  isTunnel: boolean;
}

/** Headers handed over belong to Fragments and hold until the next call. */
export interface FragmentSink {
  /** A fragment that had waited, with its flow's headers, behind its first; without ports when that never came. */
  released(h: Headers, packet: KeptPacket): void;
  /** A datagram to inspect: whole, or as far as its first fragment goes. `h` is its first's; payload offsets are of `bytes`. */
  inspect(h: Headers, bytes: Uint8Array, time: number): void;
}

/** What becomes of a fragment: its owner counts it by the headers now, and perhaps calls takeDue() then, or it is kept until its first comes. */
export const Fate = { Count: 0, Kept: 1, CountThenTakeDue: 2 } as const;
export type Fate = (typeof Fate)[keyof typeof Fate];

export class Fragments {
  static readonly unsaved: readonly string[] = ['inspected', 'waited', 'slab', 'slabUsed', 'due', 'late'];
  /** oldest first; by hash of the key */
  private readonly datagrams = new Map<number, Datagram>();
  private readonly inspected: Headers;
  private readonly waited: Headers;
  private bytes = 0;
  /** later fragments seen, and tunnelled packets that are first fragments */
  private later = 0;
  private carried = 0;
  private slab = new Uint8Array(0);
  private slabUsed = 0;
  /** to inspect when its first fragment has been counted: before, it may have no flow */
  private due: { readonly datagram: Datagram; readonly whole: Uint8Array | undefined } | undefined;

  /** to be given back when their first fragment has been counted */
  private late: { readonly datagram: Datagram; readonly packets: readonly KeptPacket[] } | undefined;

  /** For packets read into `h`. */
  constructor(h: Headers) {
    this.inspected = createHeaders({ like: h });
    this.waited = createHeaders({ like: h });
  }

  get isEmpty(): boolean {
    return this.datagrams.size === 0;
  }

  /** True unless the capture seems to hold first fragments alone, as one by a tunnel's port does: the rest of a tunnelled segment may come. */
  get expectsRest(): boolean {
    return this.later > 0 || this.carried <= MOST_WITHOUT_REST;
  }

  /**
   * Takes a packet with h.fragmentOffset ≥ 0 or h.carried. With Fate.Count `h` has the flow it belongs to, as far as it can be
   * known; a datagram's payload comes by sink.inspect() alone. `buf` holds the packet at `off`.
   */
  visit(h: Headers, buf: Uint8Array, off: number, about: Omit<KeptPacket, 'bytes'>, sink: FragmentSink): Fate {
    const level: Level = h.carried === 1 ? h.carrier : h;
    const key = keyOf(level);
    const hash = hashOf(key);
    const isFirst = level.fragmentOffset === 0;
    if (h.carried === 1) this.carried++;
    else if (!isFirst) this.later++;
    let datagram = this.datagrams.get(hash);
    if (datagram !== undefined && isAnother(datagram, key, about.time, isFirst)) {
      this.drop(hash, datagram, sink);
      datagram = undefined;
    }
    if (datagram === undefined) {
      if (this.datagrams.size >= MAX_DATAGRAMS) this.dropOldest(sink);
      datagram = {
        key,
        time: about.time,
        first: undefined,
        waiting: [],
        pieces: [],
        total: -1,
        have: 0,
        size: 0,
        closed: false,
        isTunnel: false,
      };
      this.datagrams.set(hash, datagram);
    }
    let fate: Fate = Fate.Count;
    this.due = undefined;
    this.late = undefined;
    if (isFirst) {
      this.takeFirst(datagram, h, level, buf, off, about);
      if (this.due !== undefined || this.late !== undefined) fate = Fate.CountThenTakeDue;
    } else if (datagram.first !== undefined) this.takeLater(datagram, h, buf, off + about.capLen, sink);
    else if (datagram.waiting.length < MAX_PIECES) {
      datagram.waiting.push(this.keep(datagram, buf, off, about));
      fate = Fate.Kept;
    }
    while (this.bytes > MAX_BYTES) this.dropOldest(sink);
    return fate;
  }

  /** The first fragment of the last visit() was counted: those that waited for it are given back, its datagram is inspected. */
  takeDue(sink: FragmentSink): void {
    const { due, late } = this;
    this.due = undefined;
    this.late = undefined;
    const packets = late === undefined ? [] : this.inOrder(late.packets);
    for (const packet of packets) {
      readKept(this.waited, packet);
      continueFirst(this.waited, late!.datagram.first!);
      sink.released(this.waited, packet);
    }
    if (late?.datagram.isTunnel === true) this.inspectLate(late.datagram.first!, packets, sink);
    if (due !== undefined) this.inspect(due.datagram, due.whole, sink);
  }

  /** Gives up what is older than fragments are waited for; `now` lags (table.ts), but a clock set back further is not waited for. */
  expire(now: number, sink: FragmentSink): void {
    for (const [hash, datagram] of this.datagrams) {
      if (now - datagram.time <= FRAGMENT_NS) return;
      this.drop(hash, datagram, sink);
    }
  }

  /** Gives up all. */
  finish(sink: FragmentSink): void {
    for (const [hash, datagram] of this.datagrams) this.drop(hash, datagram, sink);
  }

  private keep(datagram: Datagram, buf: Uint8Array, off: number, about: Omit<KeptPacket, 'bytes'>): KeptPacket {
    this.grow(datagram, about.capLen);
    return { ...about, bytes: this.copy(buf, off, off + about.capLen) };
  }

  private takeFirst(
    datagram: Datagram,
    h: Headers,
    level: Level,
    buf: Uint8Array,
    off: number,
    about: Omit<KeptPacket, 'bytes'>,
  ): void {
    const again = datagram.first !== undefined;
    if (!again) datagram.first = this.keep(datagram, buf, off, about);
    const carried = h.carried === 1;
    if (!carried) {
      h.payloadEnd = h.payloadOff; // inspected when all of it is there
      if (h.proto === TCP && level.moreFragments !== 0) h.tcpFlags &= ~FIN; // which is behind the last byte
    }
    if (again) return;
    const { waiting } = datagram;
    datagram.waiting = [];
    if (carried) datagram.closed = datagram.isTunnel = true;
    else this.addPiece(datagram, level, buf, off + about.capLen, undefined);
    for (const packet of waiting) {
      readKept(this.waited, packet);
      this.addPiece(datagram, this.waited, packet.bytes, packet.capLen, undefined);
    }
    if (waiting.length > 0) this.late = { datagram, packets: waiting };
  }

  /** A fragment behind its first; `end`: behind its last captured byte. */
  private takeLater(datagram: Datagram, h: Headers, buf: Uint8Array, end: number, sink: FragmentSink): void {
    this.addPiece(datagram, h, buf, end, sink);
    if (datagram.isTunnel) this.inspectRest(datagram.first!, h, buf, end, sink);
    continueFirst(h, datagram.first!);
  }

  /** By their places in the datagram: the segment of one that was captured backwards is not out of order. */
  private inOrder(packets: readonly KeptPacket[]): readonly KeptPacket[] {
    if (packets.length < 2) return packets;
    const places = packets.map((packet) => {
      readKept(this.waited, packet);
      return { packet, from: this.waited.fragmentOffset };
    });
    return places.sort((a, b) => a.from - b.from).map(({ packet }) => packet);
  }

  /** Fragments of a tunnelled segment that came before its first. */
  private inspectLate(first: KeptPacket, packets: readonly KeptPacket[], sink: FragmentSink): void {
    const h = this.waited;
    for (const packet of packets) {
      readKept(h, packet);
      this.inspectRest(first, h, packet.bytes, packet.capLen, sink);
    }
  }

  /** What a later fragment, read into `later`, brings of the TCP segment whose headers are in the first. */
  private inspectRest(first: KeptPacket, later: Headers, buf: Uint8Array, end: number, sink: FragmentSink): void {
    const h = this.inspected;
    const { transportOff: from, fragmentOffset, ipEnd } = later;
    readKept(h, first);
    if (h.proto !== TCP || h.fragmentOffset >= 0 || h.window < 0 || h.payloadOff <= h.transportOff) return;
    const within = fragmentOffset - (h.payloadOff - h.carrier.transportOff);
    const length = Math.min(ipEnd - from, h.payloadWire - within);
    if (within < 0 || length <= 0 || from + length > end) return;
    h.seq = (h.seq + within) | 0;
    h.payloadOff = from;
    h.payloadEnd = from + length;
    h.payloadWire = length;
    h.carried = 0;
    sink.inspect(h, buf, first.time);
  }

  /** One more piece; when it is the last that was missing, the datagram is put together. Without `sink` inspection is due. */
  private addPiece(
    datagram: Datagram,
    level: Level,
    buf: Uint8Array,
    end: number,
    sink: FragmentSink | undefined,
  ): void {
    if (datagram.closed) return;
    const from = level.fragmentOffset;
    const to = from + level.ipEnd - level.transportOff;
    const last = level.moreFragments === 0;
    const told = datagram.total;
    const fits = told < 0 || (to <= told && (!last || to === told));
    if (level.ipEnd > end || to > MAX_DATAGRAM_BYTES || !fits || datagram.pieces.length >= MAX_PIECES) {
      this.giveUp(datagram, sink);
      return;
    }
    if (last) datagram.total = to;
    for (const piece of datagram.pieces) {
      const pieceTo = piece.from + piece.bytes.length;
      if (to <= piece.from || from >= pieceTo) continue;
      if (from !== piece.from || to !== pieceTo) this.giveUp(datagram, sink);
      return; // or sent or captured twice
    }
    this.grow(datagram, to - from);
    datagram.pieces.push({ from, bytes: this.copy(buf, level.transportOff, level.transportOff + to - from) });
    datagram.have += to - from;
    if (datagram.have === datagram.total) this.putTogether(datagram, sink);
  }

  private putTogether(datagram: Datagram, sink: FragmentSink | undefined): void {
    const whole = new Uint8Array(datagram.total);
    for (const { from, bytes } of datagram.pieces) whole.set(bytes, from);
    this.close(datagram);
    if (sink === undefined) this.due = { datagram, whole };
    else this.inspect(datagram, whole, sink);
  }

  /** What is there is inspected as it is. */
  private giveUp(datagram: Datagram, sink: FragmentSink | undefined): void {
    this.close(datagram);
    if (sink === undefined) this.due = { datagram, whole: undefined };
    else this.inspect(datagram, undefined, sink);
  }

  /** `whole`: above the IP header; undefined = as far as the first fragment goes. */
  private inspect(datagram: Datagram, whole: Uint8Array | undefined, sink: FragmentSink): void {
    const h = this.inspected;
    const first = datagram.first!;
    readKept(h, first);
    if (whole === undefined) {
      sink.inspect(h, first.bytes, first.time);
      return;
    }
    const header = h.payloadOff - h.transportOff;
    if (header < 0 || header >= whole.length) return;
    h.payloadOff = header;
    h.payloadEnd = whole.length;
    h.payloadWire = whole.length - header;
    h.fragmentOffset = -1;
    sink.inspect(h, whole, first.time);
  }

  private close(datagram: Datagram): void {
    datagram.closed = true;
    for (const { bytes } of datagram.pieces) this.grow(datagram, -bytes.length);
    datagram.pieces = [];
  }

  private dropOldest(sink: FragmentSink): void {
    for (const [hash, datagram] of this.datagrams) {
      this.drop(hash, datagram, sink);
      return;
    }
  }

  private drop(hash: number, datagram: Datagram, sink: FragmentSink): void {
    this.datagrams.delete(hash);
    if (datagram.first !== undefined && !datagram.closed) this.giveUp(datagram, sink);
    this.bytes -= datagram.size;
    for (const packet of datagram.waiting) {
      readKept(this.waited, packet);
      sink.released(this.waited, packet);
    }
  }

  private copy(buf: Uint8Array, from: number, to: number): Uint8Array {
    const length = to - from;
    if (length > SLAB_BYTES / 4) return buf.slice(from, to);
    if (this.slabUsed + length > this.slab.length) {
      this.slab = new Uint8Array(SLAB_BYTES);
      this.slabUsed = 0;
    }
    const part = this.slab.subarray(this.slabUsed, this.slabUsed + length);
    part.set(buf.subarray(from, to));
    this.slabUsed += length;
    return part;
  }

  private grow(datagram: Datagram, bytes: number): void {
    datagram.size += bytes;
    this.bytes += bytes;
  }
}

/** Gives a later fragment, read into `h`, the headers of its first. */
function continueFirst(h: Headers, first: KeptPacket): void {
  const from = h.fragmentOffset;
  const bytes = h.ipEnd - h.transportOff;
  const isLast = h.moreFragments === 0;
  readKept(h, first);
  if (h.carried === 1) {
    h.payloadWire = 0; // the first has told of the whole
    h.fragmentOffset = from;
  } else if (h.proto === TCP && h.payloadOff > h.transportOff) {
    // The rest of a segment, right behind the bytes before; what the header says was said by the first.
    h.seq = (h.seq + from - (h.payloadOff - h.transportOff)) | 0;
    h.tcpFlags &= isLast ? ~(SYN | RST | ACK) : ~(SYN | RST | ACK | FIN);
    if (h.window !== NO_NUMBERS) h.window = -1;
    h.payloadWire = bytes;
    h.fragmentOffset = 0;
  } else {
    h.payloadWire = bytes;
    h.fragmentOffset = from;
  }
  h.carried = 0;
  h.payloadOff = h.payloadEnd = 0;
}

function readKept(h: Headers, packet: KeptPacket): void {
  const wire = packet.origLen > packet.capLen ? packet.origLen : packet.capLen;
  readPacket(h, packet.bytes, 0, packet.capLen, wire, packet.linkType);
}

function keyOf(l: Level): number[] {
  return [l.src0, l.src1, l.src2, l.src3, l.dst0, l.dst1, l.dst2, l.dst3, l.fragmentId, (l.ipVersion << 8) | l.proto];
}

function hashOf(key: readonly number[]): number {
  let hash = 0;
  for (const word of key) {
    hash = Math.imul(hash ^ word, 0x85ebca6b);
    hash ^= hash >>> 13;
  }
  return hash;
}

/** The key is another's, the datagram is too old, or it has its first already and is closed. */
function isAnother(datagram: Datagram, key: readonly number[], time: number, isFirst: boolean): boolean {
  if (Math.abs(time - datagram.time) > FRAGMENT_NS) return true;
  if (key.some((word, n) => word !== datagram.key[n])) return true;
  return isFirst && datagram.first !== undefined && datagram.closed;
}
