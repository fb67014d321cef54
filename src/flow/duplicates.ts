/**
 * Packets seen twice: on two interfaces, or mirrored on their way in and out. A packet is a duplicate when within 50 ms the
 * same IP packet came before, all bytes that count alike: addresses, protocol, length, identification and fragment, the
 * transport header with its checksum, which stands for the payload. Hop limit, header checksum and link header may differ.
 * A bare TCP acknowledgement without an identification (IPv6, or 0) is often sent again as it is: it must differ in hop limit,
 * station or VLAN to be one.
 *
 * A direct-mapped table of fixed size; it has parts, such that packets of different shards never share one, so that what is
 * overwritten is the same with any number of shards up to four.
 */
import { i32, u16 } from '#base/bytes.ts';
import { TCP } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';
import { shardOf } from './shard.ts';

const WINDOW_NS = 50e6;
const PARTS = 12;
const ENTRIES_A_PART = 128;
/** SYN, FIN, RST */
const TURNS = 7;

export class Duplicates {
  /** of the packet visited last: the same for the same packet */
  fingerprint = 0;
  /** 16 bytes an entry, a quarter of a cache line: time as a double, fingerprint, way (hop limit, stations, VLAN) */
  private readonly times = new Float64Array(PARTS * ENTRIES_A_PART * 2);
  private readonly ints: Int32Array = new Int32Array(this.times.buffer);
  /** see app/import/decode/saved-state.ts */
  static readonly unsaved: readonly string[] = ['ints'];
  static readonly inPlace: readonly string[] = ['times'];

  constructor() {
    for (let n = 0; n < this.times.length; n += 2) this.times[n] = Number.NEGATIVE_INFINITY;
  }

  /** True when the packet is one; it is remembered. `end`: behind its last captured byte. */
  visit(h: Headers, buf: Uint8Array, end: number, time: number): boolean {
    const ip = h.ipOff;
    const at = h.transportOff;
    const bytes = (end < h.ipEnd ? end : h.ipEnd) - at;
    const v4 = h.ipVersion === 4;
    // Identification and fragment, length; of IPv6 the length alone. Products side by side, not chained.
    const id = v4 ? i32(buf, ip + 4) : 0;
    let hash = Math.imul(h.src3, 0x85ebca6b) ^ Math.imul(h.dst3, 0xc2b2ae35) ^ Math.imul(id, 0x27d4eb2f);
    hash ^= Math.imul((u16(buf, v4 ? ip + 2 : ip + 4) << 8) | h.proto, 0x165667b1);
    if (bytes >= 8) {
      hash ^= Math.imul(i32(buf, at), 0x9e3779b1) ^ Math.imul(i32(buf, at + 4), 0x2c1b3c6d);
      if (bytes >= 20) {
        hash ^= Math.imul(i32(buf, at + 8), 0x297a2d39) ^ Math.imul(i32(buf, at + 12), 0x5bd1e995);
        hash ^= Math.imul(i32(buf, at + 16), 0x1b873593);
      }
    }
    if (!v4) hash ^= Math.imul(h.src1 ^ h.dst2, 0x5851f42d) ^ Math.imul(h.src2 ^ (h.dst1 << 1), 0x14057b7f);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash ^= hash >>> 13;
    this.fingerprint = hash;
    if (bytes < 8) return false;
    const hops = v4 ? buf[ip + 8]! : buf[ip + 7]!;
    const way = (hops << 24) ^ h.srcMacLow ^ (h.dstMacLow << 4) ^ (h.vlan << 8) ^ (h.tunnel << 16);
    const place = 2 * (shardOf(h, PARTS) * ENTRIES_A_PART + ((hash >>> 8) & (ENTRIES_A_PART - 1)));
    const { times, ints } = this;
    const before = times[place]!;
    const known = ints[2 * place + 2] === hash;
    const sameWay = ints[2 * place + 3] === way;
    times[place] = time;
    ints[2 * place + 2] = hash;
    ints[2 * place + 3] = way;
    if (!known || time - before > WINDOW_NS || before - time > WINDOW_NS) return false;
    if (h.proto !== TCP || !sameWay || h.payloadWire > 0 || (h.tcpFlags & TURNS) !== 0) return true;
    return id >>> 16 !== 0;
  }
}
