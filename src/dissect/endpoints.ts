/**
 * Endpoints that flows announce at addresses that need not be their own: media of SDP behind a proxy, peers that a DHT or a tracker names.
 * Gathered until they are drained; the store compares them with flows when the import ends (store/duck/imports/announced-sql.ts), since the
 * flows they tell of may be another worker's. Bounded; the same endpoint in a row is told once.
 */

/** What makes an announced endpoint the proof of a flow to it; see announced-sql.ts. */
export const Proof = { BothAnnounced: 0, OtherSpeaks: 1 } as const;
export type Proof = (typeof Proof)[keyof typeof Proof];

export interface EndpointColumns {
  readonly length: number;
  /** u128 as four u32 words a row, least significant first; IPv4 as ::ffff:a.b.c.d */
  readonly ip: Uint32Array;
  readonly port: Uint16Array;
  /** IANA protocol number; 0 = TCP or UDP */
  readonly proto: Uint8Array;
  /** place in HINTED_APPS while gathered, app code once drained */
  readonly app: Uint16Array;
  readonly proof: Uint8Array;
  /** ns on the import's clock */
  readonly time: Float64Array;
}

/** Between two drains. */
const MOST = 1 << 14;
const RECENT = 1 << 12;

export class Endpoints {
  /** drained before anything is saved */
  static readonly unsaved: readonly string[] = ['ip', 'port', 'proto', 'app', 'proof', 'time', 'length'];
  private readonly recent = new Int32Array(RECENT);
  private ip = new Uint32Array(0);
  private port = new Uint16Array(0);
  private proto = new Uint8Array(0);
  private app = new Uint16Array(0);
  private proof = new Uint8Array(0);
  private time = new Float64Array(0);
  private length = 0;

  /** Words of the address most significant first. */
  add(
    w0: number,
    w1: number,
    w2: number,
    w3: number,
    port: number,
    proto: number,
    app: number,
    proof: Proof,
    time: number,
  ): void {
    if (port === 0 || port > 0xffff || this.length === MOST || !isHost(w0, w1, w2, w3)) return;
    let hash = Math.imul(w3 ^ Math.imul(w0 ^ Math.imul(w1, 0x85ebca6b) ^ w2, 0xc2b2ae35), 0x9e3779b1);
    hash = Math.imul(hash ^ (port | (proto << 16) | (app << 24)), 0x85ebca6b) | 1;
    const place = (hash >>> 9) & (RECENT - 1);
    if (this.recent[place] === hash) return;
    this.recent[place] = hash;
    if (this.length === this.port.length) this.grow();
    const i = this.length++;
    this.ip[4 * i] = w3;
    this.ip[4 * i + 1] = w2;
    this.ip[4 * i + 2] = w1;
    this.ip[4 * i + 3] = w0;
    this.port[i] = port;
    this.proto[i] = proto;
    this.app[i] = app;
    this.proof[i] = proof;
    this.time[i] = time;
  }

  private grow(): void {
    const rows = Math.max(64, this.port.length * 2);
    this.ip = longer(this.ip, new Uint32Array(4 * rows));
    this.port = longer(this.port, new Uint16Array(rows));
    this.proto = longer(this.proto, new Uint8Array(rows));
    this.app = longer(this.app, new Uint16Array(rows));
    this.proof = longer(this.proof, new Uint8Array(rows));
    this.time = longer(this.time, new Float64Array(rows));
  }

  /** What was gathered since the last call, in arrays of their own; undefined when nothing. */
  drain(): EndpointColumns | undefined {
    const { length } = this;
    if (length === 0) return undefined;
    this.length = 0;
    this.recent.fill(0); // told again later: what counts is the time
    return {
      length,
      ip: this.ip.slice(0, 4 * length),
      port: this.port.slice(0, length),
      proto: this.proto.slice(0, length),
      app: this.app.slice(0, length),
      proof: this.proof.slice(0, length),
      time: this.time.slice(0, length),
    };
  }
}

function longer<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** Neither the unspecified address nor loopback, multicast or broadcast. */
function isHost(w0: number, w1: number, w2: number, w3: number): boolean {
  if (w0 === 0 && w1 === 0) {
    if (w2 !== 0xffff) return false;
    const first = w3 >>> 24;
    return first !== 0 && first !== 127 && first < 224;
  }
  return w0 >>> 24 !== 0xff;
}
