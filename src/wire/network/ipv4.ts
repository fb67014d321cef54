/** IPv4 header and its source routes, RFC 791. Reads in place, allocates nothing. */
import { i32, u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { fault, short } from '../verdict.ts';
import { readTransport } from './transport.ts';

const HEADER_BYTES = 20;
const TOTAL_LENGTH = 2; // u16; 0 where the sender's network card segments (TSO)
const FRAGMENT = 6; // u16: flags (3 bits), offset in 8-byte units
const PROTOCOL = 9;
const MORE_FRAGMENTS = 0x2000;
const IPV4 = layer('ipv4');
const OPTION_END = 0;
const OPTION_NONE = 1;
const LOOSE_ROUTE = 131;
const STRICT_ROUTE = 137;
/** words 0 and 1 of ::ffff:a.b.c.d are 0 */
const MAPPED = 0xffff;

export function readIpv4(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, IPV4);
  const have = end - off;
  if (have < HEADER_BYTES) return short(h, end, wireEnd, IPV4);
  const first = buf[off]!;
  const headerBytes = (first & 15) << 2;
  const total = u16(buf, off + TOTAL_LENGTH);
  if (first >> 4 !== 4) return fault(h, IPV4, Why.Version);
  if (headerBytes < HEADER_BYTES) return fault(h, IPV4, Why.HeaderLength);
  if (total < headerBytes && total !== 0) return fault(h, IPV4, Why.TooShort);
  h.ipVersion = 4;
  h.proto = buf[off + PROTOCOL]!;
  h.src0 = h.src1 = h.dst0 = h.dst1 = 0;
  h.src2 = h.dst2 = MAPPED;
  h.src3 = i32(buf, off + 12);
  h.dst3 = i32(buf, off + 16);
  const fragment = u16(buf, off + FRAGMENT);
  if ((fragment & 0x3fff) !== 0) {
    h.fragmentOffset = (fragment & 0x1fff) << 3;
    h.fragmentId = u16(buf, off + 4);
    h.moreFragments = (fragment & MORE_FRAGMENTS) === 0 ? 0 : 1;
  }
  let ipEnd = total === 0 ? wireEnd : off + total;
  const tooLong = ipEnd > wireEnd;
  if (tooLong && h.depth === 0) ipEnd = wireEnd; // in a tunnel, what mirrored the packet may have cut it
  h.ipOff = off;
  h.ipEnd = ipEnd;
  if (have < headerBytes) {
    h.transportOff = h.payloadOff = h.payloadEnd = end;
    h.window = -2;
    return short(h, end, wireEnd, IPV4);
  }
  if (headerBytes > HEADER_BYTES) takeFinalTarget(h, buf, off + HEADER_BYTES, off + headerBytes);
  const inner = readTransport(h, buf, off + headerBytes, end < ipEnd ? end : ipEnd, ipEnd);
  if (!tooLong) return inner;
  if (h.depth === 0) return fault(h, IPV4, Why.TooLong);
  return inner === Check.Ok && h.carried === 0 ? Check.Truncated : inner;
}

/**
 * A packet with addresses left in its source route is to the last of them (§3.1): the checksum's pseudo-header has that address
 * (RFC 1122 §4.1.3.4), and what answers comes from it. Options in [at, end): kind, length, pointer to the next address from 4, addresses.
 */
function takeFinalTarget(h: Headers, buf: Uint8Array, from: number, end: number): void {
  for (let at = from; end - at >= 2; ) {
    const kind = buf[at]!;
    if (kind === OPTION_END) return;
    const bytes = kind === OPTION_NONE ? 1 : buf[at + 1]!;
    if (bytes === 0 || at + bytes > end || (kind !== OPTION_NONE && bytes < 2)) return;
    if (kind === LOOSE_ROUTE || kind === STRICT_ROUTE) {
      const pointer = bytes < 7 ? 0 : buf[at + 2]!;
      if (pointer >= 4 && (pointer & 3) === 0 && (bytes & 3) === 3 && pointer < bytes)
        h.dst3 = i32(buf, at + bytes - 4);
      return;
    }
    at += bytes;
  }
}
