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
import { TCP } from '#registry/ip-protocols.ts';
import { type Accounts, Check } from '#wire/check.ts';
import { FindingsCounter } from '#wire/findings.ts';
import { createHeaders, type Headers } from '#wire/headers.ts';
import { readPacket } from '#wire/packet.ts';
import type { FlowBatch } from './batch/batch.ts';
import { DUPLICATES, Extras, MALFORMED, WRONG_SUMS } from './batch/extras.ts';
import { FIRST_VERIFIED, ONE_IN, verifyChecksums } from './checksums.ts';
import { isAnswer } from './direction.ts';
import { Duplicates } from './duplicates.ts';
import { Fate, type FragmentSink, Fragments, type KeptPacket } from './fragments.ts';
import type { Inspector } from './inspector.ts';
import { addressPair, hashKey, hasNoEnds, lowEnd, putKey } from './key.ts';
import { ChunkArena } from './open/activity.ts';
import { Bins } from './open/bins.ts';
import { isUsedAgain, timeoutOf } from './open/over.ts';
import * as S from './open/slot.ts';
import { FlowSlots } from './open/slots.ts';
import type { Timeouts } from './open/timeouts.ts';
import { PacketClock } from './packet-clock.ts';
import { createPayload, fillPayload } from './payload.ts';
import { DEFAULT_SETTINGS, type DecodeSettings } from './settings.ts';
import { quickShard, shardOf } from './shard.ts';
import { Spaces } from './spaces.ts';
import { TcpRecords } from './tcp/records.ts';
import { trackFragment, trackSegment } from './tcp/segments.ts';

const NS_A_MS = 1e6;
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
  /** see app/import/decode/saved-state.ts */
  static readonly unsaved: readonly string[] = ['options', 'payload', 'sink', 'settings'];

  readonly slots = new FlowSlots();
  readonly bins: Bins;
  readonly chunks = new ChunkArena();
  readonly tcp = new TcpRecords();
  readonly accounts: Accounts = { decoded: 0, truncated: 0, malformed: 0, unsupported: 0 };
  readonly findings = new FindingsCounter();
  // Fields that start as DOUBLE are doubles from the start: V8 throws machine code away when a field turns from integer to double.
  /** of the packets counted in accounts */
  bytes = DOUBLE;
  /** of the packets of all shards */
  readonly clock = new PacketClock();
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
  private readonly payload: Payload = createPayload();
  private lastSweep = Number.NEGATIVE_INFINITY;
  private packetsSinceSweep = 0;
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
    this.bins = new Bins(this.slots, options.epochSec);
    options.inspector.grow(this.slots.capacity);
  }

  /** Open flows. */
  get open(): number {
    return this.slots.used;
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
      if (verdict === Check.Truncated) this.slots.ints[slot * S.INTS + S.FLAGS]! |= S.FLAG_TRUNCATED;
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
    const { slots } = this;
    for (let slot = 0; slot < slots.capacity && slots.used > 0; slot++) if (slots.isUsed(slot)) this.end(slot);
  }

  /**
   * The stream may go on in another import: ends the flows that are over, if many are open, and calls keep(), the moment to
   * save the table's memory. Fragments that wait there for their first are then counted as they are, and visit() is called with
   * each flow that is open. The table is of no use afterwards.
   */
  suspend(keep: () => void, visit: (slot: number) => void): void {
    if (this.open > MANY_SUSPENDED) this.sweep(1);
    this.slots.clearFree();
    keep();
    this.whenOver = visit; // what a late fragment ends is open in what was saved
    this.fragments.finish(this.sink);
    this.forEachOpen(visit);
  }

  /** Calls back with the slot of each open flow. */
  forEachOpen(visit: (slot: number) => void): void {
    const { slots } = this;
    for (let slot = 0; slot < slots.capacity; slot++) if (slots.isUsed(slot)) visit(slot);
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
    let slot = this.slots.find(h, hash, this.low);
    if (slot >= 0 && this.isOver(slot, h, time)) {
      this.end(slot);
      slot = -1;
    }
    if (slot < 0) slot = this.create(h, hash, chunk, time);
    const { ints, floats } = this.slots;
    const i = slot * S.INTS;
    const f = slot * S.FLOATS;
    const side = (ints[i + S.FLAGS]! & S.FLAG_LOW_IS_0) === this.low ? 0 : 1;
    if (time > floats[f + S.LAST]!) floats[f + S.LAST] = time;
    else if (time < floats[f + S.START]!) floats[f + S.START] = time;
    floats[f + S.BYTES + side]! += origLen;
    ints[i + S.PACKETS + side]!++;
    if (capLen < origLen) ints[i + S.FLAGS]! |= S.FLAG_TRUNCATED;

    const bin = this.bins.of(time);
    if (bin !== floats[f + S.BIN]!) this.bins.start(i, f, bin);
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
    const known = this.slots.find(h, hash, this.low);
    const record = known < 0 ? 0 : this.slots.ints[known * S.INTS + S.TCP_RECORD]!;
    const counts = this.tcp.countsOf(record);
    const slot = this.count(h, hash, buf, chunk, time, origLen, capLen);
    const { ints } = this.slots;
    const i = slot * S.INTS;
    const side = (ints[i + S.FLAGS]! & S.FLAG_LOW_IS_0) === this.low ? 0 : 1;
    if (h.payloadWire > 0) ints[i + S.PAYLOAD_PACKETS + side]!--;
    if (slot === known) this.tcp.setCounts(ints[i + S.TCP_RECORD]!, counts);
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
    const slot = this.slots.find(h, hashKey(h, this.low, seed), this.low);
    if (slot < 0) return;
    const { ints } = this.slots;
    const i = slot * S.INTS;
    if ((ints[i + S.FLAGS]! & S.FLAG_INSPECT) === 0) return;
    const side = (ints[i + S.FLAGS]! & S.FLAG_LOW_IS_0) === this.low ? 0 : 1;
    const before = ints[i + S.PAYLOAD_PACKETS + side]!;
    if (before > 0) ints[i + S.PAYLOAD_PACKETS + side] = before - 1; // its first fragment was counted as one
    this.inspect(slot, i, side, h, bytes, time);
    ints[i + S.PAYLOAD_PACKETS + side] = before;
  }

  private inspect(slot: number, i: number, side: number, h: Headers, buf: Uint8Array, time: number): void {
    const { ints } = this.slots;
    const p = this.payload;
    fillPayload(p, ints, i, side, h, buf, time);
    // The first fragment of a tunnel's datagram, captured whole: the rest of the segment comes in others.
    if (h.carried === 1 && h.proto === TCP && h.payloadEnd === h.carrier.ipEnd && this.fragments.expectsRest)
      p.wireLength = p.end - p.off;
    const { fromSrc } = p;
    if (!this.options.inspector.inspect(slot, p)) ints[i + S.FLAGS]! &= ~S.FLAG_INSPECT;
    if (p.fromSrc !== fromSrc) ints[i + S.FLAGS]! ^= S.FLAG_TAKEN_1;
  }

  /** True when the packet can't belong to the flow any more: the flow was silent too long, or its ports are used again. */
  private isOver(slot: number, h: Headers, time: number): boolean {
    const i = slot * S.INTS;
    const { ints, floats } = this.slots;
    if (time - floats[slot * S.FLOATS + S.LAST]! > timeoutOf(ints, i, this.options.timeouts)) return true;
    return isUsedAgain(ints, i, h, this.low);
  }

  private create(h: Headers, hash: number, chunk: number, time: number): number {
    if (this.slots.freeCount === 0) this.makeRoom();
    const slot = this.slots.take(hash);
    const { ints, floats } = this.slots;
    const i = slot * S.INTS;
    const f = slot * S.FLOATS;
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
    floats[f + S.BIN] = this.bins.of(time);
    floats[f + S.STACK] = h.stack;
    return slot;
  }

  private end(slot: number): void {
    this.whenOver(slot);
    const { ints } = this.slots;
    const i = slot * S.INTS;
    this.options.inspector.close(slot);
    this.extras.close(slot);
    this.bins.finished.release(ints[i + S.BIN_LIST]!);
    this.chunks.release(ints[i + S.CHUNK_LIST]!);
    this.tcp.release(ints[i + S.TCP_RECORD]!);
    this.slots.release(slot);
  }

  private afterBlock(packets: Packets): void {
    const { clock } = this;
    clock.pass(packets);
    this.seen += packets.length;
    this.bins.fit((clock.last - clock.first) / NS_A_MS);
    this.packetsSinceSweep += packets.length;
    // Packets of the next block may be older by SLACK_NS; visit() itself parts what is a minute apart.
    if (!this.fragments.isEmpty) this.fragments.expire(clock.now - SLACK_NS, this.sink);
    // A sweep looks at every slot: at most a quarter of a look a packet, so that it never costs more than the packets do.
    if (Math.abs(clock.now - this.lastSweep) > SWEEP_NS && this.packetsSinceSweep >= 4 * this.slots.capacity)
      this.sweep(1);
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
    const { slots } = this;
    const { ints, floats } = slots;
    for (let slot = 0; slot < slots.capacity; slot++) {
      if (!slots.isUsed(slot)) continue;
      const silence = now - floats[slot * S.FLOATS + S.LAST]!;
      if (share < 0 || silence > timeoutOf(ints, slot * S.INTS, timeouts) * share) this.end(slot);
    }
  }

  /** Finds free slots: flows that are over, else more slots, else, when maxFlows are open, ends the most silent early. */
  private makeRoom(): void {
    if (Math.abs(this.clock.now - this.lastSweep) > SWEEP_NS) this.sweep(1);
    const { slots } = this;
    if (slots.freeCount >= slots.capacity / 8) return;
    if (slots.capacity < this.options.maxFlows) {
      slots.grow(this.options.maxFlows);
      this.options.inspector.grow(slots.capacity);
      return;
    }
    for (let share = 1; slots.freeCount < slots.capacity / 8; share /= 4) {
      this.sweep(share < 1e-9 ? -1 : share);
    }
  }
}
