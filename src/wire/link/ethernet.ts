/**
 * Ethernet II and 802.3 frames, and what an EtherType leads to. IPv4 and IPv6 right behind the addresses are the common case
 * and read at once; tags in between are in tags.ts.
 */
import { i32, u16 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { readIpv4 } from '../network/ipv4.ts';
import { readIpv6 } from '../network/ipv6.ts';
import { announce, Next, short } from '../verdict.ts';
import { readTagged } from './tags.ts';

const ETH = layer('eth');
const ARP = layer('arp');

const TYPE_IPV4 = 0x0800;
const TYPE_ARP = 0x0806;
const TYPE_IPV6 = 0x86dd;
/** A type/length field below this is a length (IEEE 802.3 §3.2.6). */
export const TYPE_MIN = 0x600;

export function readEthernet(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, ETH);
  if (end - off < 14) return short(h, end, wireEnd, ETH);
  h.dstMacHigh = u16(buf, off);
  h.dstMacLow = i32(buf, off + 2);
  h.srcMacHigh = u16(buf, off + 6);
  h.srcMacLow = i32(buf, off + 8);
  return readType(h, buf, off + 14, end, wireEnd, u16(buf, off + 12));
}

/** What follows an EtherType or length field. */
export function readType(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number, type: number): Check {
  h.etherType = type;
  if (type === TYPE_IPV4) return readIpv4(h, buf, off, end, wireEnd);
  if (type === TYPE_IPV6) return readIpv6(h, buf, off, end, wireEnd);
  if (type === TYPE_ARP) {
    h.stack = h.layers.push(h.stack, ARP);
    return end - off < 8 ? short(h, end, wireEnd, ARP) : Check.Ok;
  }
  if (type < TYPE_MIN) return announce(h, Next.Llc, off, end, wireEnd);
  return readTagged(h, buf, off, end, wireEnd, type);
}
