/**
 * Inspection of flows: which dissector is asked about which payload, and what is remembered of a flow meanwhile. A flow is
 * known by its slot, a small number; eight words a slot, no object. Implements flow/inspector.ts.
 *
 * A flow is probed on its first payloads until one dissector says Yes, then parsed by that one alone until it has told all.
 * TCP payloads are handed on in order: old bytes are cut away, and where a dissector answers More its direction's bytes are
 * kept (prefixes.ts) and handed on again from their start, longer. Everything is bounded, so that a flow ends unknown, not
 * expensive.
 */
import { ACROSS_PACKETS } from './across-packets.ts';
import { Announcements, HINTED_APPS, Hint } from './announcements.ts';
import { type Candidates, candidatesFor, firstByteTable } from './candidates.ts';
import { MAX_PREFIX_BYTES, type Payload, Progress, Verdict } from './dissector.ts';
import type { EndpointColumns } from './endpoints.ts';
import { ETHER_APPS } from './ether-apps.ts';
import { type FactRows, FactsStore } from './facts-store.ts';
import type { NameColumns } from './names.ts';
import { APP_OF_PPID, enterSctp } from './network/sctp.ts';
import { Prefixes } from './prefixes.ts';
import { Speaker, speakerOf } from './speaker.ts';
import { APP_OF_IP_PROTOCOL, appCode, DISSECTORS } from './table.ts';
import { Why } from './why.ts';

const TCP = 6;
const UDP = 17;
const SCTP = 132;

const BY_NONE = 0;
const BY_PORT = 1;
const BY_INSPECTION = 2;

/** Payloads of a direction that are probed, and that are parsed. */
const MOST_PROBED = 6;
const MOST_PARSED = 16;
/** Payloads of a direction that add to bytes kept, where every payload is wanted. */
const MOST_PIECES = 200;
/** Payloads of both directions after which a flow is let go, whoever wants more. */
const MOST_PACKETS = 60;
/** Payloads that may come before a direction's first byte; then its first byte is taken to be missing. */
const MOST_EARLY = 3;

/** Ethernet padding that a driver counted as payload: so many zeros at most. */
const PADDING_BYTES = 6;

// A slot's words. The first: phase, closed directions, IP protocol, payloads seen of each direction.
const WORDS = 8;
const CHOSEN = 1; // app code | (dissector + 1) << 16: the one that parses, or the owner of the scratch while probing
const STATE = 2; //  A and B of direction 0, A and B of direction 1; when parsing, A and B of the flow
const PLACE = 6; //  of each direction: offset of the next byte, or ~buffer where bytes are kept

const PHASE = 3;
const IDLE = 0;
const PROBING = 1;
const PARSING = 2;
const LISTENING = 3; // nothing further is wanted but what the flow announces of others
const CLOSED = 4; // << direction
const BOTH_CLOSED = 12;
const WHY_SHIFT = 4; // four bits: while probing what was announced of the flow (Hint), later how it was told (Why)
const WHY = 0xf0;
/** on top of ClientFirst … ServerLater: the other direction was asked as well and does not say the same */
const COMPARED = 10;
const PROTO_SHIFT = 8;
const COUNT_SHIFT = 16; // + 8 * direction

/** The columns of a batch that inspection writes; see FlowBatch. */
export interface InspectedRows extends FactRows {
  readonly app: Uint16Array;
  readonly appBy: Uint8Array;
  readonly appWhy: Uint8Array;
  readonly ipVersion: Uint8Array;
  readonly etherType: Uint16Array;
}

const hintCodes = Uint16Array.from(HINTED_APPS, (app) => appCode(app));
const ppidCodes = new Map([...APP_OF_PPID].map(([ppid, app]) => [ppid, appCode(app)]));
// A dissector's parts in arrays: the objects have many shapes, which V8 would have to tell apart at each look.
const PROBES = DISSECTORS.map(({ probe }) => probe);
const PARSERS = DISSECTORS.map(({ parse }) => parse);
const ANNOUNCERS = DISSECTORS.map(({ announces }) => announces);
const EVERY_DATAGRAM = Uint8Array.from(DISSECTORS, ({ everyDatagram }) => (everyDatagram === true ? 1 : 0));
const RTP = DISSECTORS.findIndex(({ app }) => app === 'rtp');
const RTCP = DISSECTORS.findIndex(({ app }) => app === 'rtcp');

const codes = Uint16Array.from(DISSECTORS, ({ app }) => appCode(app));
const FIRST_BYTES = firstByteTable(DISSECTORS);
const [OVER_TCP, OVER_UDP, OVER_SCTP] = [TCP, UDP, SCTP].map((proto) => candidatesFor(DISSECTORS, codes, proto)) as [
  Candidates,
  Candidates,
  Candidates,
];

export class Engine {
  static readonly unsaved: readonly string[] = ['firstBytes', 'tcp', 'udp', 'sctp'];
  readonly facts = new FactsStore();
  private readonly announced = new Announcements();
  private words = new Int32Array(0);
  private readonly prefixes = new Prefixes((owner) => this.evicted(owner));
  private readonly firstBytes = FIRST_BYTES;
  private readonly tcp = OVER_TCP;
  private readonly udp = OVER_UDP;
  private readonly sctp = OVER_SCTP;
  readonly acrossPackets = ACROSS_PACKETS;
  private readonly asked = new Uint32Array(DISSECTORS.length);
  private stamp = 0;

  constructor() {
    this.facts.announced = this.announced;
  }

  grow(capacity: number): void {
    if (capacity * WORDS > this.words.length) {
      const words = new Int32Array(capacity * WORDS);
      words.set(this.words);
      this.words = words;
    }
    this.facts.grow(capacity);
  }

  /** `pair` stands for the two addresses; ports are 0 where the transport has none. */
  open(slot: number, proto: number, ipVersion: number, pair = 0, srcPort = 0, dstPort = 0): boolean {
    const i = slot * WORDS;
    const words = this.words;
    for (let at = i; at < i + WORDS; at++) words[at] = 0; // less than a call of fill()
    const wanted = ipVersion !== 0 && (proto === TCP || proto === UDP || proto === SCTP);
    words[i] = (wanted ? PROBING : IDLE) | (proto << PROTO_SHIFT);
    if (!wanted) {
      if (ipVersion !== 0) words[i + CHOSEN] = APP_OF_IP_PROTOCOL[proto];
      words[i] |= Why.Header << WHY_SHIFT;
      return false;
    }
    const hint = this.announced.awaited(pair, proto, srcPort, dstPort);
    if (hint === Hint.FtpData || hint === Hint.Tftp) {
      words[i] = IDLE | (Why.Announced << WHY_SHIFT) | (proto << PROTO_SHIFT);
      words[i + CHOSEN] = hintCodes[hint];
      return false;
    }
    words[i] |= hint << WHY_SHIFT;
    return true;
  }

  inspect(slot: number, payload: Payload): boolean {
    const words = this.words;
    const i = slot * WORDS;
    const head = words[i];
    const phase = head & PHASE;
    if (phase === IDLE) return false;
    if (phase >= PARSING) {
      const announces = ANNOUNCERS[(words[i + CHOSEN] >>> 16) - 1];
      if (announces !== undefined) {
        this.announced.pair = payload.pair;
        this.announced.time = payload.time;
        announces(payload, this.announced);
      }
      if (phase === LISTENING) return true;
    }
    const direction = payload.side;
    const count = (head >>> (COUNT_SHIFT + 8 * direction)) & 0xff;
    const everything = phase === PARSING && EVERY_DATAGRAM[(words[i + CHOSEN] >>> 16) - 1] === 1;
    if (!everything) {
      const other = (head >>> (COUNT_SHIFT + 8 * (1 - direction))) & 0xff;
      if (count + other >= MOST_PACKETS) return this.finish(i);
      words[i] = head + (1 << (COUNT_SHIFT + 8 * direction));
    }
    if ((head & (CLOSED << direction)) !== 0) return true;
    if (!everything && count >= (phase === PROBING ? MOST_PROBED : MOST_PARSED))
      return this.closeDirection(i, direction);
    if (everything && words[i + PLACE + direction] < 0) {
      if (count >= MOST_PIECES) return this.closeDirection(i, direction);
      words[i] = head + (1 << (COUNT_SHIFT + 8 * direction));
    }
    const tcp = payload.proto === TCP;
    if (tcp && payload.end - payload.off <= PADDING_BYTES && words[i + PLACE + direction] >= 0 && isZero(payload))
      return true;
    const ppid = payload.proto === SCTP ? enterSctp(payload) : 0;
    if (ppid < 0) return true;
    const seqOffset = payload.seqOffset;
    if (tcp && !this.place(slot, i, direction, payload, count)) return true;
    if (payload.end <= payload.off) return true;

    const from = payload.off;
    if (phase === PARSING && count === 0) this.compare(i, payload);
    const wants = phase === PROBING ? this.probe(slot, i, direction, payload, ppid) : this.parse(slot, i, payload);
    if (wants === Progress.Done) return this.finish(i);
    if (wants === Progress.Other) return this.closeDirection(i, direction);
    if (wants === Progress.Next) return tcp ? this.advance(slot, i, direction, payload, seqOffset, from) : true;
    return tcp ? this.keep(slot, i, direction, payload, seqOffset, this.wantsPrefix) : true;
  }

  emit(slot: number, srcPort: number, dstPort: number, batch: InspectedRows, row: number): void {
    const i = slot * WORDS;
    const head = this.words[i];
    const proto = (head >>> PROTO_SHIFT) & 0xff;
    const probing = (head & PHASE) === PROBING;
    let app = this.words[i + CHOSEN] & 0xffff;
    let by = app === 0 ? BY_NONE : BY_INSPECTION;
    let why = (head & WHY) >> WHY_SHIFT;
    if (app === 0 && head >>> COUNT_SHIFT !== 0 && isSpoken(why)) {
      app = hintCodes[why];
      by = BY_INSPECTION;
      why = Why.Announced;
    } else if (batch.ipVersion[row] === 0) {
      app = probing ? 0 : (etherApps.get(batch.etherType[row]) ?? 0);
      by = app === 0 ? BY_NONE : BY_INSPECTION;
      why = Why.Header;
    } else if (app === 0) {
      const table = this.candidates(proto);
      if (table !== undefined) app = table.guess[dstPort] || (srcPort < dstPort ? table.guess[srcPort] : 0);
      by = app === 0 ? BY_NONE : BY_PORT;
      why = Why.Port;
      if (app === 0 && APP_OF_IP_PROTOCOL[proto] !== 0) {
        app = APP_OF_IP_PROTOCOL[proto];
        by = BY_INSPECTION;
        why = Why.Header;
      }
    }
    batch.app[row] = app;
    batch.appBy[row] = by;
    batch.appWhy[row] = app === 0 ? Why.None : why > Why.Port ? why - COMPARED : why;
    this.facts.emit(slot, row, batch);
  }

  close(slot: number): void {
    this.finish(slot * WORDS);
    this.facts.free(slot);
  }

  /** Names of addresses learnt since the last call; undefined when there are none. */
  drainNames(): NameColumns | undefined {
    return this.facts.drainNames();
  }

  /** Endpoints announced since the last call, by app code; undefined when there are none. */
  drainEndpoints(): EndpointColumns | undefined {
    const columns = this.announced.endpoints.drain();
    if (columns !== undefined) for (let i = 0; i < columns.length; i++) columns.app[i] = hintCodes[columns.app[i]];
    return columns;
  }

  private candidates(proto: number): Candidates | undefined {
    return proto === TCP ? this.tcp : proto === UDP ? this.udp : proto === SCTP ? this.sctp : undefined;
  }

  /** set by probe and parse: the bytes handed to them are wanted again, longer */
  private wantsPrefix = false;

  private probe(slot: number, i: number, direction: number, payload: Payload, ppid: number): Progress {
    const table = payload.proto === TCP ? this.tcp : payload.proto === UDP ? this.udp : this.sctp;
    const words = this.words;
    const first = payload.buf[payload.off];
    const stamp = ++this.stamp >>> 0;
    this.wantsPrefix = false;
    let chosen = -1;
    const hint = (words[i] & WHY) >> WHY_SHIFT;
    if (hint === Hint.Rtp || hint === Hint.Rtcp) {
      payload.stateA = payload.stateB = 0;
      chosen = announcedMedia(payload);
    } else if (hint === Hint.T38 && first < 0x40 && payload.end - payload.off >= 4) {
      words[i] = (words[i] & ~WHY) | (Why.Announced << WHY_SHIFT);
      words[i + CHOSEN] = hintCodes[hint];
      return Progress.Done;
    }
    const hinted = chosen >= 0;
    const toPort = table.ofPort[payload.recvPort];
    if (chosen < 0 && toPort !== 0) chosen = this.ask(table.lists[toPort], first, stamp, i, direction, payload);
    if (chosen < 0) {
      const fromPort = table.ofPort[payload.sendPort];
      if (fromPort !== 0) chosen = this.ask(table.lists[fromPort], first, stamp, i, direction, payload);
    }
    if (chosen < 0) chosen = this.ask(table.ofByte[first], first, stamp, i, direction, payload);
    if (chosen < 0) {
      const app = ppid === 0 ? 0 : (ppidCodes.get(ppid) ?? 0);
      if (app === 0) return Progress.More;
      words[i] = (words[i] & ~WHY) | (whyOf(payload) << WHY_SHIFT);
      words[i + CHOSEN] = app;
      return Progress.Done;
    }
    const dissector = DISSECTORS[chosen];
    if (!payload.proved) {
      const speaker = speakerOf(dissector.app, payload.proto, payload.buf, payload.off, payload.end);
      if (speaker !== Speaker.Unknown) payload.fromSrc = speaker === Speaker.Client;
    }
    words[i] = (words[i] & ~WHY) | ((hinted ? Why.Announced : whyOf(payload)) << WHY_SHIFT);
    words[i + CHOSEN] = codes[chosen] | ((chosen + 1) << 16);
    words[i + STATE] = payload.stateA;
    words[i + STATE + 1] = payload.stateB;
    if (dissector.announces !== undefined) {
      this.announced.pair = payload.pair;
      this.announced.time = payload.time;
      dissector.announces(payload, this.announced);
    }
    if (dissector.parse === undefined) return Progress.Done;
    words[i] = (words[i] & ~PHASE) | PARSING;
    return this.parse(slot, i, payload);
  }

  private ask(list: Int16Array, first: number, stamp: number, i: number, direction: number, payload: Payload): number {
    const words = this.words;
    const asked = this.asked;
    const state = i + STATE + 2 * direction;
    for (let n = 0; n < list.length; n++) {
      const number = list[n];
      if (asked[number] === stamp || this.firstBytes[number * 256 + first] === 0) continue;
      asked[number] = stamp;
      const owner = words[i + CHOSEN] >>> 16;
      if (owner === number + 1) {
        payload.stateA = words[state] >>> 0;
        payload.stateB = words[state + 1] >>> 0;
      } else {
        payload.stateA = 0;
        payload.stateB = 0;
      }
      const verdict = PROBES[number](payload);
      if (verdict === Verdict.No) continue;
      if (verdict === Verdict.Yes) return number;
      this.wantsPrefix = true;
      if (owner === 0 || owner === number + 1) {
        words[i + CHOSEN] = (number + 1) << 16;
        words[state] = payload.stateA;
        words[state + 1] = payload.stateB;
      }
    }
    return -1;
  }

  /** The first payload of the other direction is asked for as well: does it fit what the first one proved? */
  private compare(i: number, payload: Payload): void {
    const words = this.words;
    const why = (words[i] & WHY) >> WHY_SHIFT;
    const client = why === Why.ClientFirst || why === Why.ClientLater;
    const server = why === Why.ServerFirst || why === Why.ServerLater;
    if ((!client && !server) || client === payload.fromSrc) return;
    const number = (words[i + CHOSEN] >>> 16) - 1;
    if (this.firstBytes[number * 256 + payload.buf[payload.off]] === 0) {
      words[i] += COMPARED << WHY_SHIFT;
      return;
    }
    payload.stateA = payload.stateB = 0;
    const now = PROBES[number](payload) === Verdict.Yes ? Why.Both : why + COMPARED;
    words[i] = (words[i] & ~WHY) | (now << WHY_SHIFT);
  }

  private parse(slot: number, i: number, payload: Payload): Progress {
    const words = this.words;
    payload.stateA = words[i + STATE] >>> 0;
    payload.stateB = words[i + STATE + 1] >>> 0;
    this.facts.slot = slot;
    this.facts.became = 0;
    const progress = PARSERS[(words[i + CHOSEN] >>> 16) - 1]!(payload, this.facts);
    this.facts.slot = -1;
    words[i + STATE] = payload.stateA;
    words[i + STATE + 1] = payload.stateB;
    if (this.facts.became !== 0) {
      words[i + CHOSEN] = (words[i + CHOSEN] & ~0xffff) | this.facts.became;
      words[i] = (words[i] & ~WHY) | (Why.Turned << WHY_SHIFT);
    }
    this.wantsPrefix = progress === Progress.More;
    return progress;
  }

  /** Makes a TCP payload the next bytes of its direction, or the whole kept prefix; false when it brings nothing new yet. */
  private place(slot: number, i: number, direction: number, payload: Payload, count: number): boolean {
    const words = this.words;
    const at = words[i + PLACE + direction];
    const { seqOffset } = payload;
    payload.gap = at >= 0 && seqOffset > at;
    if (at < 0) {
      const grew = this.prefixes.add(~at, payload.buf, payload.off, payload.end, seqOffset);
      const length = this.prefixes.length(~at);
      if (grew) {
        payload.midstream = payload.midstream || this.prefixes.start(~at) > 0;
        payload.wireLength = length;
        payload.buf = this.prefixes.bytes(~at);
        payload.off = 0;
        payload.end = length;
        return true;
      }
      if (length > 0 || count < MOST_EARLY) return false;
      this.prefixes.release(~at); // the first bytes of this direction are not in the capture
      words[i + PLACE + direction] = 0;
      payload.midstream = true;
      return true;
    }
    if (isBeforeStart(at, payload)) return true;
    if (seqOffset < at) {
      const old = at - seqOffset;
      if (payload.wireLength <= old || payload.end - payload.off <= old) return false;
      payload.off += old;
      payload.wireLength -= old;
    } else if (seqOffset > at && at === 0 && count < MOST_EARLY && !payload.midstream && seqOffset < 0x4000) {
      const buffer = this.prefixes.take(slot * 2 + direction, 0);
      this.prefixes.add(buffer, payload.buf, payload.off, payload.end, seqOffset);
      words[i + PLACE + direction] = ~buffer;
      return false;
    }
    if (seqOffset > 0 || at > 0) payload.midstream = true;
    return true;
  }

  /** After a TCP payload was looked at: keeps its bytes when they are wanted again, else remembers where they ended. */
  private keep(
    slot: number,
    i: number,
    direction: number,
    payload: Payload,
    seqOffset: number,
    wanted: boolean,
  ): boolean {
    const words = this.words;
    const at = words[i + PLACE + direction];
    if (at < 0) {
      if (wanted) return this.prefixes.full(~at) ? this.closeDirection(i, direction) : true;
      words[i + PLACE + direction] = Math.max(0, this.prefixes.start(~at) + this.prefixes.length(~at));
      this.prefixes.release(~at);
      return true;
    }
    const from = isBeforeStart(at, payload) ? seqOffset : Math.max(at, seqOffset);
    if (!wanted) {
      words[i + PLACE + direction] = Math.max(0, from + payload.wireLength) & 0x7fffffff;
      return true;
    }
    if (payload.end - payload.off < payload.wireLength) return this.closeDirection(i, direction); // cut by snapLen: never longer
    const buffer = this.prefixes.take(slot * 2 + direction, from);
    this.prefixes.add(buffer, payload.buf, payload.off, payload.end, from);
    words[i + PLACE + direction] = ~buffer;
    return true;
  }

  /** After a TCP payload was read up to payload.off (`from` was its first byte): keeps what was left over, or passes over bytes to come. */
  private advance(
    slot: number,
    i: number,
    direction: number,
    payload: Payload,
    seqOffset: number,
    from: number,
  ): boolean {
    const words = this.words;
    const at = words[i + PLACE + direction];
    const start = at < 0 ? this.prefixes.start(~at) : isBeforeStart(at, payload) ? seqOffset : Math.max(at, seqOffset);
    const cut = payload.end - from < payload.wireLength; // by snapLen: what is left over never gets longer
    const left = cut ? 0 : payload.end - payload.off;
    const next = start + (cut ? Math.max(payload.wireLength, payload.off - from) : payload.off - from);
    if (left <= 0) {
      if (at < 0) this.prefixes.release(~at);
      words[i + PLACE + direction] = Math.max(0, next) & 0x7fffffff;
      return true;
    }
    if (left >= MAX_PREFIX_BYTES) return this.closeDirection(i, direction);
    if (at < 0) {
      this.prefixes.shift(~at, payload.off - from);
      return true;
    }
    const buffer = this.prefixes.take(slot * 2 + direction, next);
    this.prefixes.add(buffer, payload.buf, payload.off, payload.end, next);
    words[i + PLACE + direction] = ~buffer;
    return true;
  }

  /** Nothing further is wanted of one direction; false when that was the last one. */
  private closeDirection(i: number, direction: number): boolean {
    this.drop(i, direction);
    const head = this.words[i] | (CLOSED << direction);
    this.words[i] = head;
    return (head & BOTH_CLOSED) === BOTH_CLOSED ? this.finish(i) : true;
  }

  /** Nothing further is told of the flow; true while it may announce others. */
  private finish(i: number): boolean {
    this.drop(i, 0);
    this.drop(i, 1);
    const words = this.words;
    const listens = (words[i] & PHASE) !== IDLE && (words[i + CHOSEN] & 0xffff) !== 0;
    if (listens && ANNOUNCERS[(words[i + CHOSEN] >>> 16) - 1] !== undefined) {
      words[i] |= LISTENING;
      return true;
    }
    words[i] &= ~PHASE;
    return false;
  }

  private drop(i: number, direction: number): void {
    const at = this.words[i + PLACE + direction];
    if (at >= 0) return;
    this.prefixes.release(~at);
    this.words[i + PLACE + direction] = 0;
  }

  private evicted(owner: number): void {
    const i = (owner >>> 1) * WORDS;
    const direction = owner & 1;
    this.words[i + PLACE + direction] = 0;
    this.words[i] |= CLOSED << direction;
  }
}

/** Announced as a conversation, which need not tell itself. */
function isSpoken(hint: number): boolean {
  return hint === Hint.Nfs || hint === Hint.Rpc || hint === Hint.Dcerpc || hint === Hint.Tinc;
}

/** Dissector of what comes on a port announced for media: RTP or RTCP version 2 (RFC 5761 §4 tells them apart); -1 = something else. */
function announcedMedia({ buf, off, end }: Payload): number {
  if (end - off < 8 || buf[off] >> 6 !== 2) return -1;
  if (buf[off + 1] >= 192 && buf[off + 1] <= 223) return RTCP;
  return end - off >= 12 ? RTP : -1;
}

/**
 * TCP whose beginning was not captured: nothing of this direction was seen yet, and these bytes come before the number it was taken to begin
 * with, as bytes sent again do. A single one is a keep-alive.
 */
function isBeforeStart(at: number, { midstream, seqOffset, wireLength }: Payload): boolean {
  return at === 0 && midstream && seqOffset < 0 && seqOffset > -0x4000 && wireLength > 1;
}

function whyOf(payload: Payload): number {
  if (payload.midstream && payload.proto === TCP) return Why.Middle;
  if (payload.index === 0) return payload.fromSrc ? Why.ClientFirst : Why.ServerFirst;
  return payload.fromSrc ? Why.ClientLater : Why.ServerLater;
}

function isZero({ buf, off, end }: Payload): boolean {
  for (let at = off; at < end; at++) if (buf[at] !== 0) return false;
  return true;
}

const etherApps = new Map(ETHER_APPS.map(([type, app]) => [type, appCode(app)]));

export function createEngine(): Engine {
  return new Engine();
}
