/**
 * Which shard a packet belongs to: a hash of its two addresses, the same for both directions. By addresses alone, so that all
 * flows between two hosts meet in one worker (fragments; data channels announced in control channels), and so that
 * most packets of other shards are passed over after a look at fixed offsets, before any header is read.
 */
import { i32, u16 } from '#base/bytes.ts';
import type { Headers } from '#wire/headers.ts';
import { isTunnelled } from '#wire/network/udp-ports.ts';

const ETHERNET = 1;
const ETHERNET_BYTES = 14;
const IPV4_BYTES = 20;

/**
 * Shard of a plain Ethernet frame with IPv4 or IPv6 right behind it; -1 = its headers must be read to tell, because they are of
 * another kind, a fragment's, or a packet may lie inside.
 */
export function quickShard(buf: Uint8Array, off: number, capLen: number, linkType: number, shards: number): number {
  if (linkType !== ETHERNET || capLen < ETHERNET_BYTES + IPV4_BYTES) return -1;
  const at = off + ETHERNET_BYTES;
  const type = u16(buf, off + 12);
  const first = buf[at]!;
  if (type === 0x0800) {
    const total = u16(buf, at + 2);
    // Version 4 without options, among which a source route may be.
    if (first !== 0x45 || (total < IPV4_BYTES && total !== 0)) return -1;
    if (!isPlain(buf, at + IPV4_BYTES, off + capLen, buf[at + 9]!) || (u16(buf, at + 6) & 0x3fff) !== 0) return -1;
    return spread(i32(buf, at + 12) ^ i32(buf, at + 16), shards);
  }
  if (type !== 0x86dd || capLen < ETHERNET_BYTES + 40 || first >> 4 !== 6) return -1;
  if (!isPlain(buf, at + 40, off + capLen, buf[at + 6]!)) return -1;
  let word = 0;
  for (let n = 8; n < 40; n += 4) word ^= i32(buf, at + n);
  return spread(word, shards);
}

/** TCP, ICMP, or UDP that carries no packet: what wire/ reads as the packet itself. */
function isPlain(buf: Uint8Array, at: number, end: number, proto: number): boolean {
  if (proto === 6 || proto === 1 || proto === 58) return true;
  if (proto !== 17) return false;
  return end - at < 8 || !isTunnelled(buf, at, end, u16(buf, at), u16(buf, at + 2));
}

/** Shard of a packet whose headers were read; agrees with quickShard. */
export function shardOf(h: Headers, shards: number): number {
  if (h.ipVersion === 4) return spread(h.src3 ^ h.dst3, shards);
  if (h.ipVersion === 0) return spread(h.srcMacLow ^ h.dstMacLow, shards);
  return spread(h.src0 ^ h.src1 ^ h.src2 ^ h.src3 ^ h.dst0 ^ h.dst1 ^ h.dst2 ^ h.dst3, shards);
}

function spread(word: number, shards: number): number {
  const mixed = Math.imul(word ^ (word >>> 15), 0x85ebca6b);
  return ((mixed ^ (mixed >>> 13)) >>> 8) % shards;
}
