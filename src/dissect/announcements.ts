/**
 * What one flow announces of another: the port on which a file, a call's media or a called program will be found. Kept by
 * the pair of addresses of the flow that said so, since that pair decides in which worker a flow is counted (flow/shard.ts): so
 * an announcement means the same with one worker or four. Endpoints at third addresses are gathered for the import's end (endpoints.ts).
 * Bounded: a table of fixed size, in which a later announcement may take an earlier one's place.
 */

import { Endpoints, type Proof } from './endpoints.ts';

const PLACES = 8192; // a power of two
const STRIDE = 3; // pair, port | proto << 16 | 1 << 24, hint
const RECALLED = 1024;
const CODECS = 2048; // a power of two
const LONGEST_CODEC = 32;

/** What is awaited on an announced port. The number is kept in a slot's word of the engine. */
export const Hint = {
  None: 0,
  FtpData: 1,
  Tftp: 2,
  Rtp: 3,
  Rtcp: 4,
  T38: 5,
  Nfs: 6,
  Rpc: 7,
  Dcerpc: 8,
  BitTorrent: 9,
  Tinc: 10,
} as const;
export type Hint = (typeof Hint)[keyof typeof Hint];

/** App of each hint. */
export const HINTED_APPS = [
  '',
  'ftp-data',
  'tftp',
  'rtp',
  'rtcp',
  't38',
  'nfs',
  'rpc',
  'dcerpc',
  'bittorrent',
  'tinc',
] as const;

export class Announcements {
  /** addresses of the flow that speaks: set by the engine before a dissector is asked */
  pair = 0;
  /** time of the payload that is read, ns on the import's clock */
  time = 0;
  readonly endpoints = new Endpoints();
  private readonly table = new Int32Array(PLACES * STRIDE);
  private readonly keys = new Int32Array(RECALLED);
  private readonly values = new Int32Array(RECALLED);
  private readonly codecKeys = new Int32Array(CODECS * 2); // pair, port << 8 | payload type | 1 << 24
  private readonly codecs: string[] = [];
  private any = false;

  /** A flow between the same two addresses, with `port` at either end, will be `hint`. */
  expect(proto: number, port: number, hint: Hint): void {
    if (port === 0 || port > 0xffff) return;
    const key = port | (proto << 16) | 0x1000000;
    const at = place(this.pair, key);
    this.table[at] = this.pair;
    this.table[at + 1] = key;
    this.table[at + 2] = hint;
    this.any = true;
  }

  /** What was announced for a new flow; Hint.None as a rule. An announced file transfer is one flow: it is told once. */
  awaited(pair: number, proto: number, srcPort: number, dstPort: number): Hint {
    if (!this.any) return Hint.None;
    return this.find(pair, proto, dstPort) || this.find(pair, proto, srcPort);
  }

  /** Whoever speaks with the port at this address will be `hint`, if `proof` is given. Words most significant first; proto 0 = TCP or UDP. */
  endpoint(
    words: readonly [number, number, number, number],
    port: number,
    proto: number,
    hint: Hint,
    proof: Proof,
  ): void {
    this.endpoints.add(...words, port, proto, hint, proof, this.time);
  }

  /** The media on `port`, between the same two addresses, calls payload type `type` so: "opus/48000/2". */
  nameCodec(port: number, type: number, codec: string): void {
    if (port === 0 || port > 0xffff || type > 127 || codec.length > LONGEST_CODEC) return;
    const key = (port << 8) | type | 0x1000000;
    const at = codecPlace(this.pair, key);
    this.codecKeys[at * 2] = this.pair;
    this.codecKeys[at * 2 + 1] = key;
    this.codecs[at] = codec;
  }

  /** What nameCodec was told; '' = nothing. */
  codecOf(pair: number, port: number, type: number): string {
    if (!this.any) return '';
    const key = (port << 8) | type | 0x1000000;
    const at = codecPlace(pair, key);
    return this.codecKeys[at * 2] === pair && this.codecKeys[at * 2 + 1] === key ? (this.codecs[at] ?? '') : '';
  }

  /** Keeps a number under a key of the speaking flow (a call's program under its transaction) until the answer comes. */
  remember(key: number, value: number): void {
    const at = recalled(this.pair, key);
    this.keys[at] = key ^ this.pair;
    this.values[at] = value;
  }

  /** The number remembered under the key; 0 when there is none. It is forgotten. */
  recall(key: number): number {
    const at = recalled(this.pair, key);
    if (this.keys[at] !== (key ^ this.pair)) return 0;
    const value = this.values[at];
    this.values[at] = 0;
    return value;
  }

  private find(pair: number, proto: number, port: number): Hint {
    const key = port | (proto << 16) | 0x1000000;
    const at = place(pair, key);
    if (this.table[at] !== pair || this.table[at + 1] !== key) return Hint.None;
    const hint = this.table[at + 2] as Hint;
    if (hint === Hint.FtpData) this.table[at + 1] = 0;
    return hint;
  }
}

function place(pair: number, key: number): number {
  const mixed = Math.imul(pair ^ Math.imul(key, 0x9e3779b1), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 15)) & (PLACES - 1)) * STRIDE;
}

function codecPlace(pair: number, key: number): number {
  const mixed = Math.imul(pair ^ Math.imul(key, 0x85ebca6b), 0x9e3779b1);
  return (mixed ^ (mixed >>> 16)) & (CODECS - 1);
}

function recalled(pair: number, key: number): number {
  const mixed = Math.imul(pair ^ key, 0x9e3779b1);
  return (mixed ^ (mixed >>> 16)) & (RECALLED - 1);
}
