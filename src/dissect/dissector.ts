/**
 * The contract of an application protocol: one file a protocol, one line in dissect/table.ts.
 *
 * The engine (dissect/engine.ts) owns when a dissector is asked; a dissector owns what its bytes mean. A dissector is
 * stateless, never throws, reads only buf[off, end), and checks every length before it uses it. It is handed
 *  - for UDP and other datagrams: one datagram;
 *  - for TCP: the bytes of one direction from the start of that direction's payload, without gaps, as far as they have
 *    been captured and asked for (a prefix that grows when the answer is More; at most MAX_PREFIX_BYTES).
 */
import type { Announcements } from './announcements.ts';

/** Longest stream prefix the engine keeps for a dissector that answers More. */
export const MAX_PREFIX_BYTES = 16 * 1024;

/** What is inspected; one object per engine, rewritten for each call. A dissector only reads it. */
export interface Payload {
  buf: Uint8Array;
  off: number;
  /** half-open: bytes [off, end) may be read */
  end: number;
  /** bytes of this datagram or prefix on the wire; more than end - off where the capture was cut by snapLen */
  wireLength: number;
  /** IANA protocol number: 6 TCP, 17 UDP, … */
  proto: number;
  /** sent by the flow's src (initiator), as far as is known: where no SYN proves it, what is said decides (speaker.ts) */
  fromSrc: boolean;
  /** who is src is proved: by a SYN, or since nobody asks from a group's address */
  proved: boolean;
  /** 0 = sent by the sender of the flow's first packet, 1 = by the other end; never changes */
  side: number;
  /** ports of the sender and receiver of this payload; 0 where the transport has none */
  sendPort: number;
  recvPort: number;
  /** how many payload-carrying packets of this direction came before this one */
  index: number;
  /** TCP: where this segment lies, in bytes from the start of the direction's payload, modulo 2^32 as int32; else 0 */
  seqOffset: number;
  /** true when bytes before this prefix were not captured or not kept; the prefix then begins at some packet's start */
  midstream: boolean;
  /** true when bytes between the last call's and these were not captured: a message that was under way is lost */
  gap: boolean;
  /** stands for the flow's two addresses, the same for both directions */
  pair: number;
  /** time of the packet, ns on the import's clock; for differences only */
  time: number;
  /**
   * Scratch of a dissector, two u32, 0 at first. While probing it is kept for one dissector a flow, the first that answered
   * More, and for each direction by itself; when parsing, for the flow (what the Yes left in it is the start).
   */
  stateA: number;
  stateB: number;
}

/** Answer of probe. A wrong Yes is worse than a No: answer Yes only on evidence that random bytes do not give. */
export const Verdict = { No: 0, More: 1, Yes: 2 } as const;
export type Verdict = (typeof Verdict)[keyof typeof Verdict];

/**
 * Answer of parse: Done = nothing further wanted of this flow; More = call again with the next payload (or longer prefix);
 * Other = this direction has told all, call again with the other one (on TCP cheaper than More: nothing is kept);
 * Next = read up to payload.off, which parse has moved on: call again with what follows there. On TCP bytes that were left over
 * come again, longer (while fewer than MAX_PREFIX_BYTES), and an off behind the end passes over bytes still to come.
 */
export const Progress = { Done: 0, More: 1, Other: 2, Next: 3 } as const;
export type Progress = (typeof Progress)[keyof typeof Progress];

/**
 * Where a dissector writes what it found. Field numbers come from fact() of `#fields/table.ts`; text is made valid UTF-8, stripped of
 * control characters and cut at 2048 bytes by the sink. Writing a fact again replaces it, except where noted.
 */
export interface Facts {
  text(field: number, buf: Uint8Array, off: number, end: number): void;
  word(field: number, value: string): void;
  number(field: number, value: number): void;
  flag(field: number, value: boolean): void;
  /** Writes a number that is greater than what is there. */
  most(field: number, value: number): void;
  /** Adds one to a number. */
  count(field: number): void;
  /** Adds a word (without blanks) to a list with blanks between; once, and while the list is short. */
  list(field: number, value: string): void;
  /** Text written before: `into` is filled with its first bytes; their number, 0 when there is none. */
  read(field: number, into: Uint8Array): number;
  /** true when the field has been written for this flow */
  has(field: number): boolean;
  /** A name, bytes [from, to) of `text`, for an address learnt from a DNS answer. The address is 4 or 16 bytes at off. */
  name(buf: Uint8Array, off: number, length: 4 | 16, text: Uint8Array, from: number, to: number): void;
  /** What SDP between the same two addresses calls a payload type of media on these ports: "opus/48000/2"; '' = nothing. */
  codec(payload: Payload, type: number): string;
  /** Changes the flow's app (STARTTLS, ALPN, WebSocket …) to another name of the table. */
  become(app: string): void;
}

export interface Dissector {
  /** lower-case name shown as `app` */
  readonly app: string;
  /** IANA protocol numbers it runs over: [6], [17], [6, 17], … */
  readonly over: readonly number[];
  /**
   * Ports that make this the first candidate, and the guess (app.by = port) when inspection found nothing.
   * Empty where the port says nothing.
   */
  readonly ports: readonly number[];
  /**
   * First bytes with which a payload of it can begin (either direction), so that the engine asks only candidates.
   * Undefined = any byte.
   */
  readonly firstBytes?: readonly number[];
  /** Asked on a known port of its own only; for protocols whose bytes alone are too weak as evidence. */
  readonly onOwnPortsOnly?: boolean;
  /** Its ports say whom to ask, and no more: others use them as much, so that silence on them is no guess. */
  readonly noGuess?: boolean;
  /** While parse answers More or Next, every payload of the flow is wanted: the engine's bound on packets does not apply. */
  readonly everyDatagram?: boolean;
  /**
   * Reads what a payload of the flow announces of other flows: called with every one, as it was captured, as long as the flow
   * lasts. Must be cheap for payloads that announce nothing.
   */
  announces?(payload: Payload, announced: Announcements): void;
  probe(payload: Payload): Verdict;
  /** Called after Yes, first with the same payload, then as long as it answers More (bounded by the engine). */
  parse?(payload: Payload, facts: Facts): Progress;
}
