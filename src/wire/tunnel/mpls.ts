/**
 * MPLS label stacks (RFC 3032) and what lies below: IP, or an Ethernet pseudowire (RFC 4448) with or without control word.
 * Nothing in the packet says which; as in Wireshark, it is told from what the bytes look like.
 */
import { Check, Why } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { looksLikeFrame, looksLikeIp } from '../looks.ts';
import { announce, fault, Next, short } from '../verdict.ts';

const MPLS = layer('mpls');
const PW = layer('pw');
const MAX_LABELS = 16;
const LABEL_BYTES = 4;

export function readMpls(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  let at = off;
  for (let labels = 0; ; labels++) {
    if (labels === MAX_LABELS) return fault(h, MPLS, Why.Nesting);
    if (end - at < LABEL_BYTES) return short(h, end, wireEnd, MPLS);
    h.stack = h.layers.push(h.stack, MPLS);
    at += LABEL_BYTES;
    if ((buf[at - 2]! & 1) === 1) break;
  }
  if (at >= end) return short(h, end, wireEnd, MPLS);
  if (looksLikeIp(buf, at, end, wireEnd)) return announce(h, Next.Ip, at, end, wireEnd);
  const half = buf[at]! >> 4;
  if (half === 0 && looksLikeFrame(buf, at + 4, end, wireEnd)) {
    h.stack = h.layers.push(h.stack, PW);
    return announce(h, Next.Ethernet, at + 4, end, wireEnd);
  }
  if (looksLikeFrame(buf, at, end, wireEnd)) {
    h.stack = h.layers.push(h.stack, PW);
    return announce(h, Next.Ethernet, at, end, wireEnd);
  }
  // An IP header that is broken is still the likeliest thing to begin with its version.
  return half === 4 || half === 6 ? announce(h, Next.Ip, at, end, wireEnd) : Check.Ok;
}
