/**
 * Inspection of flows: which dissector is asked about which payload, and what is remembered of a flow meanwhile. A flow is
 * known by its slot, a small number; eight words a slot (slot-words.ts), no object. Implements flow/inspector.ts.
 *
 * A flow is probed on its first payloads until one dissector says Yes, then parsed by that one alone until it has told all.
 * TCP payloads are handed on in order: old bytes are cut away, and where a dissector answers More its direction's bytes are
 * kept and handed on again from their start, longer (tcp-places.ts). Everything is bounded, so that a flow ends unknown, not
 * expensive.
 */
import { SCTP, TCP, UDP } from '#registry/ip-protocols.ts';
import { ACROSS_PACKETS } from './across-packets.ts';
import { Announcements, HINTED_APPS, Hint } from './announcements.ts';
import { APP_OF_IP_PROTOCOL, appCode } from './apps.ts';
import { type Candidates, candidatesFor, firstByteTable } from './candidates.ts';
import { type Payload, Progress, Verdict } from './dissector.ts';
import type { EndpointColumns } from './endpoints.ts';
import { ETHER_APPS } from './ether-apps.ts';
import { type FactRows, FactsStore } from './facts-store.ts';
import type { NameColumns } from './names.ts';
import { APP_OF_PPID, enterSctp } from './network/sctp.ts';
import * as S from './slot-words.ts';
import { Speaker, speakerOf } from './speaker.ts';
import { DISSECTORS } from './table.ts';
import { TcpPlaces } from './tcp-places.ts';
import { Why } from './why.ts';

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

/** Ethernet padding that a driver counted as payload: so many zeros at most. */
const PADDING_BYTES = 6;

/** on top of ClientFirst … ServerLater: the other direction was asked as well and does not say the same */
const COMPARED = 10;

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
  private readonly slots = new S.SlotWords();
  private readonly places = new TcpPlaces(this.slots);
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
    this.slots.grow(capacity);
    this.facts.grow(capacity);
  }

  /** `pair` stands for the two addresses; ports are 0 where the transport has none. */
  open(slot: number, proto: number, ipVersion: number, pair = 0, srcPort = 0, dstPort = 0): boolean {
    const i = slot * S.WORDS;
    const { words } = this.slots;
    for (let at = i; at < i + S.WORDS; at++) words[at] = 0; // less than a call of fill()
    const wanted = ipVersion !== 0 && (proto === TCP || proto === UDP || proto === SCTP);
    words[i] = (wanted ? S.PROBING : S.IDLE) | (proto << S.PROTO_SHIFT);
    if (!wanted) {
      if (ipVersion !== 0) words[i + S.CHOSEN] = APP_OF_IP_PROTOCOL[proto];
      words[i] |= Why.Header << S.WHY_SHIFT;
      return false;
    }
    const hint = this.announced.awaited(pair, proto, srcPort, dstPort);
    if (hint === Hint.FtpData || hint === Hint.Tftp) {
      words[i] = S.IDLE | (Why.Announced << S.WHY_SHIFT) | (proto << S.PROTO_SHIFT);
      words[i + S.CHOSEN] = hintCodes[hint];
      return false;
    }
    words[i] |= hint << S.WHY_SHIFT;
    return true;
  }

  inspect(slot: number, payload: Payload): boolean {
    const { words } = this.slots;
    const i = slot * S.WORDS;
    const head = words[i];
    const phase = head & S.PHASE;
    if (phase === S.IDLE) return false;
    if (phase >= S.PARSING) {
      const announces = ANNOUNCERS[(words[i + S.CHOSEN] >>> 16) - 1];
      if (announces !== undefined) {
        this.announced.pair = payload.pair;
        this.announced.time = payload.time;
        announces(payload, this.announced);
      }
      if (phase === S.LISTENING) return true;
    }
    const direction = payload.side;
    const count = (head >>> (S.COUNT_SHIFT + 8 * direction)) & 0xff;
    const everything = phase === S.PARSING && EVERY_DATAGRAM[(words[i + S.CHOSEN] >>> 16) - 1] === 1;
    if (!everything) {
      const other = (head >>> (S.COUNT_SHIFT + 8 * (1 - direction))) & 0xff;
      if (count + other >= MOST_PACKETS) return this.finish(slot);
      words[i] = head + (1 << (S.COUNT_SHIFT + 8 * direction));
    }
    if ((head & (S.CLOSED << direction)) !== 0) return true;
    if (!everything && count >= (phase === S.PROBING ? MOST_PROBED : MOST_PARSED))
      return this.closeDirection(slot, direction);
    if (everything && words[i + S.PLACE + direction] < 0) {
      if (count >= MOST_PIECES) return this.closeDirection(slot, direction);
      words[i] = head + (1 << (S.COUNT_SHIFT + 8 * direction));
    }
    const tcp = payload.proto === TCP;
    if (tcp && payload.end - payload.off <= PADDING_BYTES && words[i + S.PLACE + direction] >= 0 && isZero(payload))
      return true;
    const ppid = payload.proto === SCTP ? enterSctp(payload) : 0;
    if (ppid < 0) return true;
    const seqOffset = payload.seqOffset;
    if (tcp && !this.places.place(slot, direction, payload, count)) return true;
    if (payload.end <= payload.off) return true;

    const from = payload.off;
    if (phase === S.PARSING && count === 0) this.compare(i, payload);
    const wants = phase === S.PROBING ? this.probe(slot, i, direction, payload, ppid) : this.parse(slot, i, payload);
    if (wants === Progress.Done) return this.finish(slot);
    if (wants === Progress.Other) return this.closeDirection(slot, direction);
    if (!tcp) return true;
    if (wants === Progress.Next)
      return this.places.advance(slot, direction, payload, seqOffset, from) || this.closeDirection(slot, direction);
    if (this.wantsPrefix)
      return this.places.keep(slot, direction, payload, seqOffset) || this.closeDirection(slot, direction);
    this.places.pass(slot, direction, payload, seqOffset);
    return true;
  }

  emit(slot: number, srcPort: number, dstPort: number, batch: InspectedRows, row: number): void {
    const i = slot * S.WORDS;
    const head = this.slots.words[i];
    const proto = (head >>> S.PROTO_SHIFT) & 0xff;
    const probing = (head & S.PHASE) === S.PROBING;
    let app = this.slots.words[i + S.CHOSEN] & 0xffff;
    let by = app === 0 ? BY_NONE : BY_INSPECTION;
    let why = (head & S.WHY) >> S.WHY_SHIFT;
    if (app === 0 && head >>> S.COUNT_SHIFT !== 0 && isSpoken(why)) {
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
    this.finish(slot);
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
    const { words } = this.slots;
    const first = payload.buf[payload.off];
    const stamp = ++this.stamp >>> 0;
    this.wantsPrefix = false;
    let chosen = -1;
    const hint = (words[i] & S.WHY) >> S.WHY_SHIFT;
    if (hint === Hint.Rtp || hint === Hint.Rtcp) {
      payload.stateA = payload.stateB = 0;
      chosen = announcedMedia(payload);
    } else if (hint === Hint.T38 && first < 0x40 && payload.end - payload.off >= 4) {
      words[i] = (words[i] & ~S.WHY) | (Why.Announced << S.WHY_SHIFT);
      words[i + S.CHOSEN] = hintCodes[hint];
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
      words[i] = (words[i] & ~S.WHY) | (whyOf(payload) << S.WHY_SHIFT);
      words[i + S.CHOSEN] = app;
      return Progress.Done;
    }
    const dissector = DISSECTORS[chosen];
    if (!payload.proved) {
      const speaker = speakerOf(dissector.app, payload.proto, payload.buf, payload.off, payload.end);
      if (speaker !== Speaker.Unknown) payload.fromSrc = speaker === Speaker.Client;
    }
    words[i] = (words[i] & ~S.WHY) | ((hinted ? Why.Announced : whyOf(payload)) << S.WHY_SHIFT);
    words[i + S.CHOSEN] = codes[chosen] | ((chosen + 1) << 16);
    words[i + S.STATE] = payload.stateA;
    words[i + S.STATE + 1] = payload.stateB;
    if (dissector.announces !== undefined) {
      this.announced.pair = payload.pair;
      this.announced.time = payload.time;
      dissector.announces(payload, this.announced);
    }
    if (dissector.parse === undefined) return Progress.Done;
    words[i] = (words[i] & ~S.PHASE) | S.PARSING;
    return this.parse(slot, i, payload);
  }

  private ask(list: Int16Array, first: number, stamp: number, i: number, direction: number, payload: Payload): number {
    const { words } = this.slots;
    const asked = this.asked;
    const state = i + S.STATE + 2 * direction;
    for (let n = 0; n < list.length; n++) {
      const number = list[n];
      if (asked[number] === stamp || this.firstBytes[number * 256 + first] === 0) continue;
      asked[number] = stamp;
      const owner = words[i + S.CHOSEN] >>> 16;
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
        words[i + S.CHOSEN] = (number + 1) << 16;
        words[state] = payload.stateA;
        words[state + 1] = payload.stateB;
      }
    }
    return -1;
  }

  /** The first payload of the other direction is asked for as well: does it fit what the first one proved? */
  private compare(i: number, payload: Payload): void {
    const { words } = this.slots;
    const why = (words[i] & S.WHY) >> S.WHY_SHIFT;
    const client = why === Why.ClientFirst || why === Why.ClientLater;
    const server = why === Why.ServerFirst || why === Why.ServerLater;
    if ((!client && !server) || client === payload.fromSrc) return;
    const number = (words[i + S.CHOSEN] >>> 16) - 1;
    if (this.firstBytes[number * 256 + payload.buf[payload.off]] === 0) {
      words[i] += COMPARED << S.WHY_SHIFT;
      return;
    }
    payload.stateA = payload.stateB = 0;
    const now = PROBES[number](payload) === Verdict.Yes ? Why.Both : why + COMPARED;
    words[i] = (words[i] & ~S.WHY) | (now << S.WHY_SHIFT);
  }

  private parse(slot: number, i: number, payload: Payload): Progress {
    const { words } = this.slots;
    payload.stateA = words[i + S.STATE] >>> 0;
    payload.stateB = words[i + S.STATE + 1] >>> 0;
    this.facts.slot = slot;
    this.facts.became = 0;
    const progress = PARSERS[(words[i + S.CHOSEN] >>> 16) - 1]!(payload, this.facts);
    this.facts.slot = -1;
    words[i + S.STATE] = payload.stateA;
    words[i + S.STATE + 1] = payload.stateB;
    if (this.facts.became !== 0) {
      words[i + S.CHOSEN] = (words[i + S.CHOSEN] & ~0xffff) | this.facts.became;
      words[i] = (words[i] & ~S.WHY) | (Why.Turned << S.WHY_SHIFT);
    }
    this.wantsPrefix = progress === Progress.More;
    return progress;
  }

  /** Nothing further is wanted of one direction; false when that was the last one. */
  private closeDirection(slot: number, direction: number): boolean {
    this.places.drop(slot, direction);
    const { words } = this.slots;
    const i = slot * S.WORDS;
    const head = words[i] | (S.CLOSED << direction);
    words[i] = head;
    return (head & S.BOTH_CLOSED) === S.BOTH_CLOSED ? this.finish(slot) : true;
  }

  /** Nothing further is told of the flow; true while it may announce others. */
  private finish(slot: number): boolean {
    this.places.drop(slot, 0);
    this.places.drop(slot, 1);
    const { words } = this.slots;
    const i = slot * S.WORDS;
    const listens = (words[i] & S.PHASE) !== S.IDLE && (words[i + S.CHOSEN] & 0xffff) !== 0;
    if (listens && ANNOUNCERS[(words[i + S.CHOSEN] >>> 16) - 1] !== undefined) {
      words[i] |= S.LISTENING;
      return true;
    }
    words[i] &= ~S.PHASE;
    return false;
  }
}

/** Announced as a conversation, which need not tell itself. */
function isSpoken(hint: number): boolean {
  return (
    hint === Hint.Nfs || hint === Hint.Rpc || hint === Hint.Dcerpc || hint === Hint.BitTorrent || hint === Hint.Tinc
  );
}

/** Dissector for a payload on a port announced for media: RTP or RTCP version 2 (RFC 5761 §4 tells them apart); -1 = something else. */
function announcedMedia({ buf, off, end }: Payload): number {
  if (end - off < 8 || buf[off] >> 6 !== 2) return -1;
  if (buf[off + 1] >= 192 && buf[off + 1] <= 223) return RTCP;
  return end - off >= 12 ? RTP : -1;
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
