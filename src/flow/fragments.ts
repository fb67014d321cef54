/**
 * Ports of fragmented datagrams, type and code of fragmented ICMP messages: the first fragment (RFC 791 §3.2, RFC 8200 §4.5) carries them, later ones are told by
 * addresses and identification. A direct-mapped table of fixed size: a flood overwrites, it never grows. It has parts, such
 * that packets of different shards never share one: what is overwritten is the same with 1, 2, 3 or 4 shards.
 */
import type { Headers } from '#wire/headers.ts';
import { shardOf } from './shard.ts';

/** a multiple of the numbers of shards there may be */
const PARTS = 12;
const ENTRIES_A_PART = 1024;
const WORDS = 6;
/** what an entry tells: two ports, or the type and code of an ICMP message; 0 = nothing yet */
const PORTS = 1;
const MESSAGE = 2;

export class FragmentPorts {
  private readonly table = new Int32Array(PARTS * ENTRIES_A_PART * WORDS);

  /** Remembers the ports of a first fragment, or gives a later one its ports. */
  visit(h: Headers): void {
    const source = h.src3 ^ Math.imul(h.src2 ^ Math.imul(h.src1 ^ Math.imul(h.src0, 31), 31), 31);
    const target = h.dst3 ^ Math.imul(h.dst2 ^ Math.imul(h.dst1 ^ Math.imul(h.dst0, 31), 31), 31);
    let mixed = Math.imul(source ^ Math.imul(target, 0x9e3779b1), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 15) ^ h.fragmentId ^ (h.proto << 16), 0xc2b2ae35);
    mixed ^= mixed >>> 15;
    const at = (shardOf(h, PARTS) * ENTRIES_A_PART + (mixed & (ENTRIES_A_PART - 1))) * WORDS;
    const t = this.table;
    if (h.fragmentOffset === 0) {
      if (h.hasPorts === 0 && h.icmp < 0) return;
      t[at] = source;
      t[at + 1] = target;
      t[at + 2] = h.fragmentId;
      t[at + 3] = h.proto;
      t[at + 4] = h.hasPorts === 1 ? (h.srcPort << 16) | h.dstPort : h.icmp;
      t[at + 5] = h.hasPorts === 1 ? PORTS : MESSAGE;
    } else if (
      t[at + 5] !== 0 &&
      t[at] === source &&
      t[at + 1] === target &&
      t[at + 2] === h.fragmentId &&
      t[at + 3] === h.proto
    ) {
      if (t[at + 5] === MESSAGE) {
        h.icmp = t[at + 4]!;
        return;
      }
      h.hasPorts = 1;
      h.srcPort = t[at + 4]! >>> 16;
      h.dstPort = t[at + 4]! & 0xffff;
    }
  }
}
