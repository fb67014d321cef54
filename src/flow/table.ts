/**
 * The flow table: packets in, finished flows out. One table sees every packet of an import and keeps the flows of its
 * shard (shard.ts), so that several workers give the same flows as one. Hostile input is bounded: at most
 * maxFlows are open, beyond that the most silent are ended early. All times are ns since the import's epoch.
 *
 * A flow is over when its 5-tuple was silent for longer than its timeout, when a SYN with new numbers follows its end, or
 * at the end of the import. Whether it is over depends on packet times alone, never on when the table is swept.
 */
import type { Packets } from '#capture/packets.ts';
import type { Payload } from '#dissect/dissector.ts';
import { type Accounts, Check } from '#wire/check.ts';
import { FindingsCounter } from '#wire/findings.ts';
import { createHeaders, type Headers } from '#wire/headers.ts';
import { readPacket } from '#wire/packet.ts';
import { ActivityArena, ChunkArena, extend, MAX_BINS, WIDTHS_MS } from './activity.ts';
import type { FlowBatch } from './batch.ts';
import { FIRST_VERIFIED, ONE_IN, verifyChecksums } from './checksums.ts';
import { isAnswer, isToGroup } from './direction.ts';
import { Duplicates } from './duplicates.ts';
import { DUPLICATES, Extras, MALFORMED, WRONG_SUMS } from './extras.ts';
import { Fate, type FragmentSink, Fragments, type KeptPacket } from './fragments.ts';
import type { Inspector } from './inspector.ts';
import { addressPair, hashKey, hasKey, hasNoEnds, lowEnd, putKey } from './key.ts';
import { isUsedAgain, timeoutOf } from './over.ts';
import { PacketClock } from './packet-clock.ts';
import { DEFAULT_SETTINGS, type DecodeSettings } from './settings.ts';
import { quickShard, shardOf } from './shard.ts';
import * as S from './slot.ts';
import { SlotIndex } from './slot-index.ts';
import { Spaces } from './spaces.ts';
import { trackFragment, trackSegment } from './tcp.ts';
import { TcpRecords } from './tcp-records.ts';
import type { Timeouts } from './timeouts.ts';

const NS_A_MS = 1e6;
const DAY_SECONDS = 86_400;
const TCP = 6;
const MAX_WIRE = 2 ** 30;
const DOUBLE = Number.NaN;
/** Silence between two sweeps, in time of the capture. */
const SWEEP_NS = 30e9;
const SLACK_NS = 30e9;
/** Open flows from which on those that are over are looked for before the rest is kept for another import. */
const MANY_SUSPENDED = 1 << 16;

export interface FlowTableOptions {
  readonly epochSec: number;
  readonly inspector: Inspector;
  readonly timeouts: Timeouts;
  /** of this table, 0 ≤ shard < shards */
  readonly shard: number;
  readonly shards: number;
  /** random: makes the hash unpredictable to who writes captures */
  readonly seed: number;
  /** flows open at once */
  readonly maxFlows: number;
  readonly settings?: DecodeSettings;
  /** Called with the slot of each flow that is over; the slot is free afterwards. */
  readonly onEnd: (slot: number) => void;
}

export class FlowTable {
  /** see app/import/saved-state.ts */
  static readonly unsaved: readonly string[] = ['options', 'payload', 'sink', 'settings'];

  ints: Int32Array;
  floats: Float64Array;
  readonly activity = new ActivityArena();
  readonly chunks = new ChunkArena();
  readonly tcp = new TcpRecords();
  readonly accounts: Accounts = { decoded: 0, truncated: 0, malformed: 0, unsupported: 0 };
  readonly findings = new FindingsCounter();
  // Fields that start as DOUBLE are doubles from the start: V8 throws machine code away when a field turns from integer to double.
  /** of the packets counted in accounts */
  bytes = DOUBLE;
  /** open flows */
  open = 0;
  /** of the packets of all shards */
  readonly clock = new PacketClock();
  /** ms; a member of WIDTHS_MS */
  widthMs = WIDTHS_MS[0]!;
  /** 00:00 UTC of the epoch's day, ms since 1970: activity times count from it */
  readonly dayBaseMs: number;

  readonly extras = new Extras();
  private readonly settings: DecodeSettings;
  private readonly h: Headers;
  private readonly fragments: Fragments;
  private readonly duplicates = new Duplicates();
  /** undefined: all addresses are of one space */
  private readonly spaces: Spaces | undefined;
  private readonly sink: FragmentSink;
  /** packets of the blocks before, all shards */
  private seen = DOUBLE;
  private readonly options: FlowTableOptions;
  private whenOver: (slot: number) => void;
  private readonly payload: Payload;
  private readonly dayOffset: number;
  private capacity = 4096;
  private index: SlotIndex;
  private freeSlots: Int32Array;
  private freeCount: number;
  private lastSweep = Number.NEGATIVE_INFINITY;
  private packetsSinceSweep = 0;
  private widthNs = DOUBLE;
  /** of the packet being counted: 1 = its sender is the lower end of the key */
  private low = 0;

  constructor(options: FlowTableOptions) {
    this.options = options;
    this.whenOver = options.onEnd;
    this.settings = options.settings ?? DEFAULT_SETTINGS;
    this.h = createHeaders({ tunnels: this.settings.tunnels });
    this.fragments = new Fragments(this.h);
    this.spaces = this.settings.keyBy.length === 0 ? undefined : new Spaces(this.settings.keyBy);
    this.sink = {
      released: (h, packet) => this.countLate(h, packet),
      inspect: (h, bytes, time) => this.inspectDatagram(h, bytes, time),
    };
    this.bytes = 0;
    this.seen = 0;
    this.widthNs = NS_A_MS * WIDTHS_MS[0]!;
    this.dayOffset = (options.epochSec % DAY_SECONDS) * 1e9;
    this.dayBaseMs = (options.epochSec - (options.epochSec % DAY_SECONDS)) * 1000;
    this.ints = new Int32Array(this.capacity * S.INTS);
    this.floats = new Float64Array(this.capacity * S.FLOATS);
    this.freeSlots = new Int32Array(this.capacity);
    this.freeCount = this.capacity;
    for (let n = 0; n < this.capacity; n++) this.freeSlots[n] = this.capacity - 1 - n;
    this.index = new SlotIndex(this.capacity);
    options.inspector.grow(this.capacity);
    this.payload = {
      buf: new Uint8Array(0),
      off: 0,
      end: 0,
      wireLength: 0,
      proto: 0,
      fromSrc: true,
      proved: false,
      side: 0,
      sendPort: 0,
      recvPort: 0,
      index: 0,
      midstream: false,
      gap: false,
      time: 0.5, // a double from the start: the engine of JavaScript keeps it as one
      pair: 0,
      stateA: 0,
      stateB: 0,
      seqOffset: 0,
    };
  }

  /** Takes a block of packets, all of chunk number `chunk`. */
  add(packets: Packets, buf: Uint8Array, chunk: number): void {
    const { shard, shards } = this.options;
    const h = this.h;
    for (let n = 0; n < packets.length; n++) {
      const off = packets.offset[n]!;
      const capLen = packets.capLen[n]!;
      const origLen = packets.origLen[n]!;
      const time = packets.time[n]!;
      const quick = shards === 1 ? 0 : quickShard(buf, off, capLen, packets.linkType[n]!, shards);
      if (quick >= 0 && quick !== shard) continue;
      // an integer, so that header offsets stay integers; no header reaches beyond 1 GiB
      const wireLength = origLen <= capLen ? capLen : origLen < MAX_WIRE ? origLen | 0 : MAX_WIRE;
      const verdict = readPacket(h, buf, off, off + capLen, off + wireLength, packets.linkType[n]!);
      if (h.ipVersion === 0 && verdict !== Check.Ok && (verdict === Check.Unsupported || hasNoEnds(h))) {
        if (shard === 0) this.account(verdict, capLen, origLen, packets.linkType[n]!);
        continue;
      }
      // Headers of a later fragment become those of its first: what is told of the packet itself comes before.
      const own = h.fragmentOffset <= 0;
      let fate: Fate = Fate.Count;
      if (h.fragmentOffset >= 0 || h.carried === 1) {
        const about = { capLen, origLen, linkType: packets.linkType[n]!, time, mark: chunk };
        fate = this.fragments.visit(h, buf, off, about, this.sink);
        if (fate === Fate.Kept) {
          if (shardOf(h, shards) === shard) this.account(verdict, capLen, origLen, about.linkType);
          continue;
        }
      }
      if (quick < 0 && shardOf(h, shards) !== shard) continue;
      if (this.spaces !== undefined) h.space = this.spaces.of(h);
      const low = lowEnd(h);
      this.low = low;
      const hash = hashKey(h, low, this.options.seed);
      this.account(verdict, capLen, origLen, packets.linkType[n]!);
      if (!own || h.ipVersion === 0) {
        const slot = this.countContinued(h, hash, buf, chunk, time, origLen, capLen);
        if (fate === Fate.CountThenTakeDue) this.fragments.takeDue(this.sink);
        if (verdict === Check.Malformed) this.extras.count(slot, MALFORMED);
        continue;
      }
      const again = this.duplicates.visit(h, buf, off + capLen, time);
      if (again) {
        this.findings.duplicates++;
        if (this.settings.duplicates === 'drop') {
          if (fate === Fate.CountThenTakeDue) this.fragments.takeDue(this.sink);
          continue;
        }
      }
      const slot = this.count(h, hash, buf, chunk, time, origLen, capLen);
      if (fate === Fate.CountThenTakeDue) this.fragments.takeDue(this.sink);
      if (again) this.extras.count(slot, DUPLICATES);
      if (verdict === Check.Malformed) this.extras.count(slot, MALFORMED);
      else if (((this.duplicates.fingerprint >>> 20) & (ONE_IN - 1)) === 0 || this.seen + n < FIRST_VERIFIED) {
        if (verifyChecksums(h, buf, off + capLen, this.findings)) this.extras.count(slot, WRONG_SUMS);
      }
    }
    if (packets.length > 0) this.afterBlock(packets);
  }

  /** Tunnels and faults of a flow as facts of a row; `swapped`: its src is not the sender of its first packet. */
  emitExtras(slot: number, swapped: boolean, batch: FlowBatch, row: number): void {
    this.extras.emit(slot, this.h.tunnels, swapped, batch, row);
  }

  /** "eth:ipv4:tcp" of the stack number of a flow. */
  stackName(stack: number): string {
    return this.h.layers.name(stack);
  }

  /** The packets that follow are of another file, whose times may lie beside those of the one before. */
  startFile(): void {
    this.clock.startFile();
  }

  /** Ends all open flows. */
  finish(): void {
    this.fragments.finish(this.sink);
    for (let slot = 0; slot < this.capacity && this.open > 0; slot++) {
      if ((this.ints[slot * S.INTS + S.FLAGS]! & S.FLAG_USED) !== 0) this.end(slot);
    }
  }

  /**
   * The stream may go on in another import: ends the flows that are over, if many are open, and calls keep(), the moment to
   * save the table's memory. Fragments that wait there for their first are then counted as they are, and visit() is called with
   * each flow that is open. The table is of no use afterwards.
   */
  suspend(keep: () => void, visit: (slot: number) => void): void {
    if (this.open > MANY_SUSPENDED) this.sweep(1);
    for (let slot = 0; slot < this.capacity; slot++) {
      const i = slot * S.INTS;
      if ((this.ints[i + S.FLAGS]! & S.FLAG_USED) !== 0) continue;
      // What was there before would take room where it is saved.
      this.ints.fill(0, i, i + S.INTS);
      this.floats.fill(0, slot * S.FLOATS, (slot + 1) * S.FLOATS);
    }
    keep();
    this.whenOver = visit; // what a late fragment ends is open in what was saved
    this.fragments.finish(this.sink);
    this.forEachOpen(visit);
  }

  /** Calls back with the slot of each open flow. */
  forEachOpen(visit: (slot: number) => void): void {
    for (let slot = 0; slot < this.capacity; slot++) {
      if ((this.ints[slot * S.INTS + S.FLAGS]! & S.FLAG_USED) !== 0) visit(slot);
    }
  }

  private account(verdict: Check, capLen: number, origLen: number, linkType: number): void {
    this.bytes += origLen;
    if (verdict === Check.Malformed) {
      this.accounts.malformed++;
      this.findings.fault(this.h.reason);
    } else if (verdict === Check.Unsupported) {
      this.accounts.unsupported++;
      this.findings.unsupportedLink(linkType);
    } else if (verdict === Check.Truncated || capLen < origLen) this.accounts.truncated++;
    else this.accounts.decoded++;
  }

  private count(
    h: Headers,
    hash: number,
    buf: Uint8Array,
    chunk: number,
    time: number,
    origLen: number,
    capLen: number,
  ): number {
    let slot = this.find(h, hash);
    if (slot >= 0 && this.isOver(slot, h, time)) {
      this.end(slot);
      slot = -1;
    }
    if (slot < 0) slot = this.create(h, hash, chunk, time);
    const ints = this.ints;
    const floats = this.floats;
    const i = slot * S.INTS;
    const f = slot * S.FLOATS;
    const side = (ints[i + S.FLAGS]! & S.FLAG_LOW_IS_0) === this.low ? 0 : 1;
    if (time > floats[f + S.LAST]!) floats[f + S.LAST] = time;
    else if (time < floats[f + S.START]!) floats[f + S.START] = time;
    floats[f + S.BYTES + side]! += origLen;
    ints[i + S.PACKETS + side]!++;
    if (capLen < origLen) ints[i + S.FLAGS]! |= S.FLAG_TRUNCATED;

    const bin = Math.floor((time + this.dayOffset) / this.widthNs);
    if (bin !== floats[f + S.BIN]!) this.closeBin(i, f, bin);
    floats[f + S.BIN_BYTES + side]! += origLen;
    ints[i + S.BIN_PACKETS + side]!++;

    if (chunk !== ints[i + S.LAST_CHUNK]!) {
      const before = ints[i + S.LAST_CHUNK]!;
      if (before !== ints[i + S.FIRST_CHUNK]!)
        ints[i + S.CHUNK_LIST] = this.chunks.push(ints[i + S.CHUNK_LIST]!, before);
      ints[i + S.LAST_CHUNK] = chunk;
    }
    if (h.proto === TCP && h.fragmentOffset <= 0) trackSegment(ints, i, floats, f, side, h, time, this.tcp);
    else {
      floats[f + S.PAYLOAD + side]! += h.payloadWire;
      if (h.proto === TCP) trackFragment(ints, i, side, h.payloadWire, time);
    }
    if (h.payloadWire > 0 && h.fragmentOffset <= 0) {
      if ((ints[i + S.FLAGS]! & S.FLAG_INSPECT) !== 0 && h.payloadEnd > h.payloadOff)
        this.inspect(slot, i, side, h, buf, time);
      ints[i + S.PAYLOAD_PACKETS + side]!++;
    }
    return slot;
  }

  /** A later fragment: of TCP, its bytes are of the segment that the first began. */
  private countContinued(
    h: Headers,
    hash: number,
    buf: Uint8Array,
    chunk: number,
    time: number,
    origLen: number,
    capLen: number,
  ): number {
    if (h.proto !== TCP || h.fragmentOffset !== 0) return this.count(h, hash, buf, chunk, time, origLen, capLen);
    const known = this.find(h, hash);
    const record = known < 0 ? 0 : this.ints[known * S.INTS + S.TCP_RECORD]!;
    const counts = this.tcp.countsOf(record);
    const slot = this.count(h, hash, buf, chunk, time, origLen, capLen);
    const i = slot * S.INTS;
    const side = (this.ints[i + S.FLAGS]! & S.FLAG_LOW_IS_0) === this.low ? 0 : 1;
    if (h.payloadWire > 0) this.ints[i + S.PAYLOAD_PACKETS + side]!--;
    if (slot === known) this.tcp.setCounts(this.ints[i + S.TCP_RECORD]!, counts);
    return slot;
  }

  /** A fragment that had waited for its first. */
  private countLate(h: Headers, packet: KeptPacket): void {
    const { shard, shards, seed } = this.options;
    if (shardOf(h, shards) !== shard) return;
    if (this.spaces !== undefined) h.space = this.spaces.of(h);
    this.low = lowEnd(h);
    const { bytes, mark, time, origLen, capLen } = packet;
    this.countContinued(h, hashKey(h, this.low, seed), bytes, mark, time, origLen, capLen);
  }

  /** A datagram put together from fragments, which have been counted. */
  private inspectDatagram(h: Headers, bytes: Uint8Array, time: number): void {
    const { shard, shards, seed } = this.options;
    if (shardOf(h, shards) !== shard || h.payloadEnd <= h.payloadOff) return;
    if (this.spaces !== undefined) h.space = this.spaces.of(h);
    this.low = lowEnd(h);
    const slot = this.find(h, hashKey(h, this.low, seed));
    if (slot < 0) return;
    const i = slot * S.INTS;
    if ((this.ints[i + S.FLAGS]! & S.FLAG_INSPECT) === 0) return;
    const side = (this.ints[i + S.FLAGS]! & S.FLAG_LOW_IS_0) === this.low ? 0 : 1;
    const before = this.ints[i + S.PAYLOAD_PACKETS + side]!;
    if (before > 0) this.ints[i + S.PAYLOAD_PACKETS + side] = before - 1; // its first fragment was counted as one
    this.inspect(slot, i, side, h, bytes, time);
    this.ints[i + S.PAYLOAD_PACKETS + side] = before;
  }

  private inspect(slot: number, i: number, side: number, h: Headers, buf: Uint8Array, time: number): void {
    const ints = this.ints;
    const flags = ints[i + S.FLAGS]!;
    const p = this.payload;
    p.buf = buf;
    p.off = h.payloadOff;
    p.end = h.payloadEnd;
    p.wireLength = h.payloadWire;
    p.gap = false;
    p.time = time;
    p.pair = addressPair(h);
    p.proto = h.proto;
    p.side = side;
    p.proved = (flags & (S.FLAG_INITIATOR_0 | S.FLAG_INITIATOR_1)) !== 0 || isToGroup(h);
    const fromSrc = side === S.srcSide(flags);
    p.fromSrc = fromSrc;
    p.sendPort = h.srcPort;
    p.recvPort = h.dstPort;
    p.index = ints[i + S.PAYLOAD_PACKETS + side]!;
    if (h.proto === TCP) {
      p.midstream = (flags & (S.FLAG_SYN_0 << side)) === 0;
      p.seqOffset = (h.seq + ((h.tcpFlags >> 1) & 1) - ints[i + S.BASE_SEQ + side]!) | 0;
    } else {
      p.midstream = false;
      p.seqOffset = 0;
    }
    if (!this.options.inspector.inspect(slot, p)) ints[i + S.FLAGS]! &= ~S.FLAG_INSPECT;
    if (p.fromSrc !== fromSrc) ints[i + S.FLAGS]! ^= S.FLAG_TAKEN_1;
  }

  /** Puts the flow's finished bin aside and starts bin number `bin`. */
  private closeBin(i: number, f: number, bin: number): void {
    const ints = this.ints;
    const floats = this.floats;
    if (ints[i + S.BIN_PACKETS]! + ints[i + S.BIN_PACKETS + 1]! > 0) {
      if (this.activity.isFull) this.mergeActivity();
      ints[i + S.BIN_LIST] = this.activity.push(
        ints[i + S.BIN_LIST]!,
        floats[f + S.BIN]! * this.widthMs,
        floats[f + S.BIN_BYTES]!,
        floats[f + S.BIN_BYTES + 1]!,
        ints[i + S.BIN_PACKETS]!,
        ints[i + S.BIN_PACKETS + 1]!,
      );
      floats[f + S.BIN_BYTES] = floats[f + S.BIN_BYTES + 1] = 0;
      ints[i + S.BIN_PACKETS] = ints[i + S.BIN_PACKETS + 1] = 0;
    }
    floats[f + S.BIN] = bin;
  }

  /** Packets whose times go to and fro make an entry each: what lies in one bin becomes one. */
  private mergeActivity(): void {
    let freed = 0;
    this.forEachOpen((slot) => {
      const head = this.ints[slot * S.INTS + S.BIN_LIST]!;
      if (head >= 0 && this.activity.next[head]! >= 0) freed += this.activity.merge(head, this.widthMs);
    });
    // Looking at all entries again soon would cost more than it brings.
    if (freed < this.activity.next.length / 4) this.activity.grow();
  }

  /** True when the packet can't belong to the flow any more: the flow was silent too long, or its ports are used again. */
  private isOver(slot: number, h: Headers, time: number): boolean {
    const i = slot * S.INTS;
    if (time - this.floats[slot * S.FLOATS + S.LAST]! > timeoutOf(this.ints, i, this.options.timeouts)) return true;
    return isUsedAgain(this.ints, i, h, this.low);
  }

  /** Slot of the packet's flow, or -1. */
  private find(h: Headers, hash: number): number {
    const { ints, low } = this;
    const { entries, mask } = this.index;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const slot = entries[2 * at]! - 1;
      if (slot < 0) return -1;
      if (entries[2 * at + 1] === hash && hasKey(ints, slot * S.INTS, h, low)) return slot;
    }
  }

  private create(h: Headers, hash: number, chunk: number, time: number): number {
    if (this.freeCount === 0) this.makeRoom();
    const slot = this.freeSlots[--this.freeCount]!;
    this.open++;
    const ints = this.ints;
    const floats = this.floats;
    const i = slot * S.INTS;
    const f = slot * S.FLOATS;
    for (let at = i; at < i + S.INTS; at++) ints[at] = 0; // less than a call of fill()
    for (let at = f; at < f + S.FLOATS; at++) floats[at] = 0;
    putKey(ints, i, h, this.low, hash);
    this.extras.open(slot, h);
    const wanted =
      h.ipVersion !== 0 &&
      this.options.inspector.open(slot, h.proto, h.ipVersion, addressPair(h), h.srcPort, h.dstPort);
    if (h.ipVersion === 0) this.options.inspector.open(slot, 255, 0, 0, 0, 0);
    ints[i + S.FLAGS] =
      S.FLAG_USED |
      this.low |
      (h.hasPorts === 1 ? S.FLAG_PORTS : 0) |
      (wanted ? S.FLAG_INSPECT : 0) |
      (h.icmp >= 0 ? S.FLAG_ICMP : 0) |
      (isAnswer(h) ? S.FLAG_TAKEN_1 : 0);
    ints[i + S.FIRST_CHUNK] = ints[i + S.LAST_CHUNK] = chunk;
    ints[i + S.CHUNK_LIST] = ints[i + S.BIN_LIST] = -1;
    ints[i + S.SRC_MAC_LOW] = h.srcMacLow;
    ints[i + S.DST_MAC_LOW] = h.dstMacLow;
    ints[i + S.MAC_HIGHS] = (h.srcMacHigh << 16) | h.dstMacHigh;
    ints[i + S.VLAN_ICMP] = ((h.vlan + 1) << 16) | (h.icmp & 0xffff);
    floats[f + S.START] = floats[f + S.LAST] = time;
    floats[f + S.SYN_TIME] = floats[f + S.SYN_ACK_TIME] = floats[f + S.RTT] = -1;
    floats[f + S.BIN] = Math.floor((time + this.dayOffset) / this.widthNs);
    floats[f + S.STACK] = h.stack;
    this.index.add(hash, slot);
    return slot;
  }

  private end(slot: number): void {
    this.whenOver(slot);
    const i = slot * S.INTS;
    this.options.inspector.close(slot);
    this.extras.close(slot);
    this.activity.release(this.ints[i + S.BIN_LIST]!);
    this.chunks.release(this.ints[i + S.CHUNK_LIST]!);
    this.tcp.release(this.ints[i + S.TCP_RECORD]!);
    this.index.remove(this.ints[i + S.HASH]!, slot);
    this.ints[i + S.FLAGS] = 0;
    this.freeSlots[this.freeCount++] = slot;
    this.open--;
  }

  private grow(): void {
    const before = this.capacity;
    this.capacity = Math.min(before * 2, Math.max(this.options.maxFlows, before + 1));
    this.ints = extend(this.ints, new Int32Array(this.capacity * S.INTS));
    this.floats = extend(this.floats, new Float64Array(this.capacity * S.FLOATS));
    this.freeSlots = extend(this.freeSlots, new Int32Array(this.capacity));
    for (let slot = this.capacity - 1; slot >= before; slot--) this.freeSlots[this.freeCount++] = slot;
    this.index = new SlotIndex(this.capacity);
    for (let slot = 0; slot < before; slot++) {
      const i = slot * S.INTS;
      if ((this.ints[i + S.FLAGS]! & S.FLAG_USED) !== 0) this.index.add(this.ints[i + S.HASH]!, slot);
    }
    this.options.inspector.grow(this.capacity);
  }

  private afterBlock(packets: Packets): void {
    const { clock } = this;
    clock.pass(packets);
    this.seen += packets.length;
    const spanMs = (clock.last - clock.first) / NS_A_MS;
    if (spanMs / this.widthMs > MAX_BINS) this.widen(spanMs);
    this.packetsSinceSweep += packets.length;
    // Packets of the next block may be older by SLACK_NS; visit() itself parts what is a minute apart.
    if (!this.fragments.isEmpty) this.fragments.expire(clock.now - SLACK_NS, this.sink);
    // A sweep looks at every slot: at most a quarter of a look a packet, so that it never costs more than the packets do.
    if (Math.abs(clock.now - this.lastSweep) > SWEEP_NS && this.packetsSinceSweep >= 4 * this.capacity) this.sweep(1);
  }

  private widen(spanMs: number): void {
    const before = this.widthMs;
    this.widthMs = WIDTHS_MS.find((width) => width >= before && spanMs / width <= MAX_BINS) ?? WIDTHS_MS.at(-1)!;
    this.widthNs = this.widthMs * NS_A_MS;
    const factor = this.widthMs / before;
    for (let slot = 0; slot < this.capacity; slot++) {
      const f = slot * S.FLOATS;
      this.floats[f + S.BIN] = Math.floor(this.floats[f + S.BIN]! / factor);
    }
  }

  /**
   * Ends the flows that were silent for longer than `share` of their timeouts, all when it is below zero. Packets of the
   * next block may be older than this one's by SLACK_NS, and find their flows all the same.
   */
  sweep(share: number): void {
    const { timeouts } = this.options;
    const now = this.clock.now - SLACK_NS;
    this.lastSweep = this.clock.now;
    this.packetsSinceSweep = 0;
    for (let slot = 0; slot < this.capacity; slot++) {
      if ((this.ints[slot * S.INTS + S.FLAGS]! & S.FLAG_USED) === 0) continue;
      if (
        share < 0 ||
        now - this.floats[slot * S.FLOATS + S.LAST]! > timeoutOf(this.ints, slot * S.INTS, timeouts) * share
      )
        this.end(slot);
    }
  }

  /** Finds free slots: flows that are over, else more slots, else, when maxFlows are open, ends the most silent early. */
  private makeRoom(): void {
    if (Math.abs(this.clock.now - this.lastSweep) > SWEEP_NS) this.sweep(1);
    if (this.freeCount >= this.capacity / 8) return;
    if (this.capacity < this.options.maxFlows) {
      this.grow();
      return;
    }
    for (let share = 1; this.freeCount < this.capacity / 8; share /= 4) {
      this.sweep(share < 1e-9 ? -1 : share);
    }
  }
}
