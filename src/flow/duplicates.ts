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
import type { Headers } from '#wire/headers.ts';
import { shardOf } from './shard.ts';

export const WINDOW_NS = 50e6;
const PARTS = 12;
const ENTRIES_A_PART = 512;
const TCP = 6;
/** SYN, FIN, RST */
const TURNS = 7;
const BASE = 0x9e3779b1 | 0;

export class Duplicates {
  /** of the packet visited last: the same for the same packet */
  fingerprint = 0;
  /** fingerprint and way (hop limit, stations, VLAN) */
  private readonly seen = new Int32Array(PARTS * ENTRIES_A_PART * 2);
  private readonly times = new Float64Array(PARTS * ENTRIES_A_PART).fill(Number.NEGATIVE_INFINITY);

  /** True when the packet is one; it is remembered. `end`: behind its last captured byte. */
  visit(h: Headers, buf: Uint8Array, end: number, time: number): boolean {
    const ip = h.ipOff;
    const v4 = h.ipVersion === 4;
    // length, identification and fragment; of IPv6 length and flow label
    const id = v4 ? i32(buf, ip + 4) : 0;
    let hash = mix(mix(mix(BASE, h.src3), h.dst3), v4 ? u16(buf, ip + 2) : u16(buf, ip + 4) | (h.src2 << 16));
    hash = mix(mix(hash, id), h.proto);
    const at = h.transportOff;
    const bytes = (end < h.ipEnd ? end : h.ipEnd) - at;
    if (bytes >= 8) {
      hash = mix(mix(hash, i32(buf, at)), i32(buf, at + 4));
      if (bytes >= 16) hash = mix(mix(hash, i32(buf, at + 8)), i32(buf, at + 12));
      if (bytes >= 20) hash = mix(hash, i32(buf, at + 16));
      if (!v4) hash = mix(mix(hash, h.src1 ^ h.dst2), h.dst1 ^ h.src0);
    }
    this.fingerprint = hash;
    if (bytes < 8) return false;
    const way = mix(mix(v4 ? buf[ip + 8]! : buf[ip + 7]!, h.srcMacLow ^ h.vlan), h.dstMacLow ^ h.tunnel);
    const place = shardOf(h, PARTS) * ENTRIES_A_PART + ((hash >>> 8) & (ENTRIES_A_PART - 1));
    const known = this.seen[2 * place] === hash;
    const sameWay = this.seen[2 * place + 1] === way;
    const before = this.times[place]!;
    this.seen[2 * place] = hash;
    this.seen[2 * place + 1] = way;
    this.times[place] = time;
    if (!known || Math.abs(time - before) > WINDOW_NS) return false;
    if (h.proto !== TCP || !sameWay || h.payloadWire > 0 || (h.tcpFlags & TURNS) !== 0) return true;
    return v4 && id >>> 16 !== 0;
  }
}

function mix(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x85ebca6b);
  return h ^ (h >>> 15);
}
