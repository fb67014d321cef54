/**
 * Tunnels seen, as small numbers: kind and outer addresses of each, and the tunnel around it. The number is bounded; beyond
 * it tunnels are told by their kinds alone.
 */
import { formatIp } from '#base/address.ts';
import { LAYERS } from '../layers.ts';
import type { Level } from '../level.ts';

const MAX_NODES = 1 << 15;
const WORDS = 10; // parent << 8 | kind; source; target; IP version, 0 = addresses not kept
const BUCKETS = 1 << 16;
const MAX_LOOKS = 64;

/** What a level says of the ends of a tunnel. */
type Ends = Pick<Level, 'ipVersion' | 'src0' | 'src1' | 'src2' | 'src3' | 'dst0' | 'dst1' | 'dst2' | 'dst3'>;

/** Around a tunnel that lies on the link itself there are no addresses. */
const NOWHERE: Ends = { ipVersion: 0, src0: 0, src1: 0, src2: 0, src3: 0, dst0: 0, dst1: 0, dst2: 0, dst3: 0 };

export class TunnelTable {
  private rows = new Int32Array(64 * WORDS);
  private readonly buckets = new Uint16Array(BUCKETS);
  /** by kind: the tunnel without addresses */
  private readonly plain = new Map<number, number>();
  private nodes = 1;

  /** The tunnel of this kind (a layer) between the addresses of `around`, inside the tunnel `parent`; 0 = inside none. */
  push(parent: number, kind: number, around: Level): number {
    const level = around.ipVersion === 0 ? NOWHERE : around;
    const head = (parent << 8) | kind;
    let hash = Math.imul(level.src3 ^ Math.imul(level.dst3, 0x85ebca6b) ^ head, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15) ^ level.src0 ^ level.src1 ^ level.dst0 ^ (level.dst1 << 1), 0xc2b2ae35);
    hash ^= level.src2 ^ Math.imul(level.dst2, 31);
    for (
      let at = (hash ^ (hash >>> 16)) & (BUCKETS - 1), looks = 0;
      looks < MAX_LOOKS;
      at = (at + 1) & (BUCKETS - 1), looks++
    ) {
      const node = this.buckets[at]!;
      if (node === 0) return this.nodes < MAX_NODES ? this.add(at, head, level) : this.plainOf(kind);
      if (this.is(node, head, level)) return node;
    }
    return this.plainOf(kind);
  }

  /** "vxlan 10.0.0.1>10.0.0.2", the outermost first; `swapped`: as the other end sends. */
  name(node: number, swapped: boolean): string {
    const names: string[] = [];
    for (let at = node; at !== 0; at = this.rows[at * WORDS]! >>> 8) names.unshift(this.one(at, swapped));
    return names.join(' ');
  }

  private one(node: number, swapped: boolean): string {
    const at = node * WORDS;
    const kind = LAYERS[this.rows[at]! & 0xff]!;
    const version = this.rows[at + 9]!;
    if (version === 0) return kind;
    const text = (from: number): string =>
      formatIp(this.rows[from]!, this.rows[from + 1]!, this.rows[from + 2]!, this.rows[from + 3]!);
    const src = text(at + 1);
    const dst = text(at + 5);
    return swapped ? `${kind} ${dst}>${src}` : `${kind} ${src}>${dst}`;
  }

  private is(node: number, head: number, l: Ends): boolean {
    const r = this.rows;
    const at = node * WORDS;
    return (
      r[at] === head &&
      r[at + 4] === l.src3 &&
      r[at + 8] === l.dst3 &&
      r[at + 3] === l.src2 &&
      r[at + 7] === l.dst2 &&
      r[at + 2] === l.src1 &&
      r[at + 6] === l.dst1 &&
      r[at + 1] === l.src0 &&
      r[at + 5] === l.dst0 &&
      r[at + 9] === l.ipVersion
    );
  }

  private add(bucket: number, head: number, l: Ends): number {
    const node = this.row(head);
    this.buckets[bucket] = node;
    const ends = [l.src0, l.src1, l.src2, l.src3, l.dst0, l.dst1, l.dst2, l.dst3, l.ipVersion];
    this.rows.set(ends, node * WORDS + 1);
    return node;
  }

  private plainOf(kind: number): number {
    let node = this.plain.get(kind);
    if (node === undefined) {
      node = this.row(kind);
      this.plain.set(kind, node);
    }
    return node;
  }

  private row(head: number): number {
    const node = this.nodes++;
    if ((node + 1) * WORDS > this.rows.length) {
      const rows = new Int32Array(this.rows.length * 2);
      rows.set(this.rows);
      this.rows = rows;
    }
    this.rows[node * WORDS] = head;
    return node;
  }
}
