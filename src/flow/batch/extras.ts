/**
 * What few flows have: tunnels, inner VLANs, packets with faults. A row a slot, in memory that is not there before the first
 * flow needs it. Written out as facts.
 */
import { fact } from '#fields/table.ts';
import type { Headers } from '#wire/headers.ts';
import type { TunnelTable } from '#wire/tunnel/tunnels.ts';
import type { FlowBatch } from './batch.ts';
import { putNumberFact, putTextFact } from './facts.ts';

const TUNNEL = 0;
/** vni + 1 */
const VNI = 1;
const TUNNEL_ID = 2;
/** VLAN + 1 */
const INNER_VLAN = 3;
export const DUPLICATES = 4;
export const MALFORMED = 5;
export const WRONG_SUMS = 6;
const WORDS = 8;

const FACT_TUNNEL = fact('tunnel');
/** numbers of a row and their facts */
const NUMBERS = [
  [VNI, fact('vni')],
  [TUNNEL_ID, fact('tunnel.id')],
  [INNER_VLAN, fact('vlan.inner')],
  [DUPLICATES, fact('duplicates')],
  [MALFORMED, fact('malformed')],
  [WRONG_SUMS, fact('checksum.wrong')],
] as const;

const WORDS_OF = NUMBERS.map(([word]) => word);
const FIELDS_OF = NUMBERS.map(([, field]) => field);

export class Extras {
  private rows = new Int32Array(0);
  /** by tunnel << 1 | swapped */
  private readonly names = new Map<number, Uint8Array>();
  private readonly encoder = new TextEncoder();
  static readonly unsaved: readonly string[] = ['names', 'encoder'];

  /** A new flow in this slot, whose first packet this is. */
  open(slot: number, h: Headers): void {
    if ((h.tunnel | h.tunnelId) === 0 && h.innerVlan < 0 && h.vni < 0) return;
    const at = this.row(slot);
    this.rows[at + TUNNEL] = h.tunnel;
    this.rows[at + VNI] = h.vni + 1;
    this.rows[at + TUNNEL_ID] = h.tunnelId;
    this.rows[at + INNER_VLAN] = h.innerVlan + 1;
  }

  /** One more packet of this kind: DUPLICATES, MALFORMED, WRONG_SUMS. */
  count(slot: number, what: number): void {
    const at = this.row(slot); // before rows is read: it may make room
    this.rows[at + what]! += 1;
  }

  close(slot: number): void {
    const at = slot * WORDS;
    if (at < this.rows.length) for (let n = 0; n < WORDS; n++) this.rows[at + n] = 0;
  }

  /** `swapped`: src is not the sender of the flow's first packet. */
  emit(slot: number, tunnels: TunnelTable, swapped: boolean, batch: FlowBatch, row: number): void {
    const at = slot * WORDS;
    if (at >= this.rows.length) return;
    for (let n = 0; n < WORDS_OF.length; n++) {
      const value = this.rows[at + WORDS_OF[n]!]!;
      if (value !== 0) putNumberFact(batch, row, FIELDS_OF[n]!, value);
    }
    const tunnel = this.rows[at + TUNNEL]!;
    if (tunnel !== 0) putTextFact(batch, row, FACT_TUNNEL, this.nameOf(tunnels, tunnel, swapped));
  }

  private nameOf(tunnels: TunnelTable, tunnel: number, swapped: boolean): Uint8Array {
    const key = (tunnel << 1) | (swapped ? 1 : 0);
    let name = this.names.get(key);
    if (name === undefined) {
      name = this.encoder.encode(tunnels.name(tunnel, swapped));
      this.names.set(key, name);
    }
    return name;
  }

  private row(slot: number): number {
    const at = slot * WORDS;
    if (at >= this.rows.length) {
      const rows = new Int32Array(Math.max(1024 * WORDS, 2 * at, at + WORDS));
      rows.set(this.rows);
      this.rows = rows;
    }
    return at;
  }
}
