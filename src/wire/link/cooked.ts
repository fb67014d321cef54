/** Linux cooked v1 and v2, BSD NULL and LOOP, raw IP. Layouts: https://www.tcpdump.org/linktypes.html. */
import { i32, u16 } from '#base/bytes.ts';
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { announce, fault, Next, short } from '../verdict.ts';
import { TYPE_MIN } from './ethernet.ts';

const SLL = layer('sll');
const SLL2 = layer('sll2');
const NULL = layer('null');

// ARPHRD_ numbers of linux/if_arp.h
const ARPHRD_FRAD = 770;
const ARPHRD_IPGRE = 778;
const ARPHRD_IEEE80211 = 801;
const ARPHRD_IEEE80211_PRISM = 802;
const ARPHRD_IEEE80211_RADIOTAP = 803;
const ARPHRD_NETLINK = 824;

export function readSll(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, SLL);
  if (end - off < 16) return short(h, end, wireEnd, SLL);
  if (u16(buf, off + 4) === 6) {
    h.srcMacHigh = u16(buf, off + 6);
    h.srcMacLow = i32(buf, off + 8);
  }
  return readCooked(h, off + 16, end, wireEnd, u16(buf, off + 2), u16(buf, off + 14));
}

export function readSll2(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, SLL2);
  if (end - off < 20) return short(h, end, wireEnd, SLL2);
  if (buf[off + 11] === 6) {
    h.srcMacHigh = u16(buf, off + 12);
    h.srcMacLow = i32(buf, off + 14);
  }
  return readCooked(h, off + 20, end, wireEnd, u16(buf, off + 8), u16(buf, off));
}

/** By the kind of device, else by protocol: an EtherType, or one of Linux's own numbers (1 raw 802.3, 4 LLC, …). */
function readCooked(h: Headers, off: number, end: number, wireEnd: number, device: number, type: number): Check {
  switch (device) {
    case ARPHRD_IEEE80211:
      return announce(h, Next.Wifi, off, end, wireEnd);
    case ARPHRD_IEEE80211_PRISM:
      return announce(h, Next.Link, off, end, wireEnd, 119);
    case ARPHRD_IEEE80211_RADIOTAP:
      return announce(h, Next.Link, off, end, wireEnd, 127);
    case ARPHRD_FRAD:
      return announce(h, Next.FrameRelay, off, end, wireEnd);
    case ARPHRD_NETLINK: // the number is one of netlink's families
      h.etherType = 0;
      return Check.Ok;
    case ARPHRD_IPGRE:
      if (type < TYPE_MIN) break;
      return announce(h, Next.Type, off, end, wireEnd, type);
  }
  if (type === 4) return announce(h, Next.Llc, off, end, wireEnd);
  if (type >= TYPE_MIN) return announce(h, Next.Type, off, end, wireEnd, type);
  h.etherType = 0;
  return Check.Ok;
}

export function readNull(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  h.stack = h.layers.push(h.stack, NULL);
  if (end - off < 4) return short(h, end, wireEnd, NULL);
  // NULL is in the byte order of the machine that captured, LOOP in network order: the family fits one byte either way.
  const word = i32(buf, off);
  const family = (word & 0xffffff00) === 0 ? word : (word & 0x00ffffff) === 0 ? word >>> 24 : -1;
  return announceFamily(h, family, off + 4, end, wireEnd, NULL);
}

/** Address families, as the systems number them. */
export function announceFamily(
  h: Headers,
  family: number,
  off: number,
  end: number,
  wireEnd: number,
  name: number,
): Check {
  switch (family) {
    case 2:
      return announce(h, Next.Type, off, end, wireEnd, 0x0800);
    case 10: // Linux
    case 23: // Windows
    case 24: // NetBSD, OpenBSD
    case 28: // FreeBSD
    case 30: // macOS
      return announce(h, Next.Type, off, end, wireEnd, 0x86dd);
    default:
      return family < 0 ? fault(h, name, Why.Field) : Check.Ok;
  }
}
