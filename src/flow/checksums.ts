/**
 * Checksums (RFC 1071) of IPv4 headers, TCP, UDP, ICMP and ICMPv6, verified where the packet was captured whole. Summing all
 * bytes of all packets would cost as much as reading them, so that the first ones of a table and then every 64th are taken: wrong
 * ones of a bad link show in that, single ones may not.
 *
 * Offloaded: the sum was left to the network card, as the capturing host's own packets show. In the field stands the sum of the
 * pseudo-header alone, with or without the length, or zero.
 */
import { i32, u16 } from '#base/bytes.ts';
import { ICMP, ICMP6, TCP, UDP } from '#registry/ip-protocols.ts';
import { type FindingsCounter, SUM_ICMP, SUM_ICMP6, SUM_IPV4, SUM_TCP, SUM_UDP } from '#wire/findings.ts';
import type { Headers } from '#wire/headers.ts';

/** packets verified at the start, and one in so many after them */
export const FIRST_VERIFIED = 4096;
export const ONE_IN = 64;

const CHECKED = 0;
const WRONG = 1;
const OFFLOADED = 2;

/** Verifies the packet, [off, end) of which was captured; true when a checksum is wrong. */
export function verifyChecksums(h: Headers, buf: Uint8Array, end: number, findings: FindingsCounter): boolean {
  let wrong = false;
  const v4 = h.ipVersion === 4;
  if (v4) {
    const bytes = (buf[h.ipOff]! & 15) << 2;
    if (h.ipOff + bytes > end) return false;
    const ok = fold(sum(buf, h.ipOff, h.ipOff + bytes, 0)) === 0xffff;
    const offloaded = !ok && u16(buf, h.ipOff + 10) === 0;
    wrong = tally(findings, SUM_IPV4, ok, offloaded);
  }
  const at = h.transportOff;
  if (h.ipEnd > end || h.fragmentOffset >= 0 || (v4 && u16(buf, h.ipOff + 2) === 0)) return wrong;
  const bytes = h.ipEnd - at;
  switch (h.proto) {
    case TCP:
      return bytes < 20 ? wrong : verify(h, buf, at, bytes, SUM_TCP, at + 16, findings) || wrong;
    case UDP: {
      if (bytes < 8) return wrong;
      const length = u16(buf, at + 4);
      if (length < 8 || length > bytes || (v4 && u16(buf, at + 6) === 0)) return wrong; // 0: the sender made none
      return verify(h, buf, at, length, SUM_UDP, at + 6, findings) || wrong;
    }
    case ICMP: {
      if (bytes < 4) return wrong;
      const ok = fold(sum(buf, at, at + bytes, 0)) === 0xffff;
      return tally(findings, SUM_ICMP, ok, !ok && u16(buf, at + 2) === 0) || wrong;
    }
    case ICMP6:
      return bytes < 4 ? wrong : verify(h, buf, at, bytes, SUM_ICMP6, at + 2, findings) || wrong;
    default:
      return wrong;
  }
}

function verify(
  h: Headers,
  buf: Uint8Array,
  at: number,
  bytes: number,
  layer: number,
  field: number,
  findings: FindingsCounter,
): boolean {
  const pseudo =
    halves(h.src3) +
    halves(h.dst3) +
    (h.ipVersion === 4
      ? 0
      : halves(h.src0) + halves(h.src1) + halves(h.src2) + halves(h.dst0) + halves(h.dst1) + halves(h.dst2)) +
    h.proto;
  const ok = fold(sum(buf, at, at + bytes, pseudo + bytes)) === 0xffff;
  const told = u16(buf, field);
  return tally(findings, layer, ok, !ok && (told === fold(pseudo + bytes) || told === fold(pseudo) || told === 0));
}

function tally(findings: FindingsCounter, layer: number, ok: boolean, offloaded: boolean): boolean {
  const counters = findings.checksums;
  counters[layer * 3 + CHECKED]! += 1;
  if (ok) return false;
  counters[layer * 3 + (offloaded ? OFFLOADED : WRONG)]! += 1;
  return !offloaded;
}

function halves(word: number): number {
  return (word >>> 16) + (word & 0xffff);
}

/** Sum of 16-bit words, not folded: a double holds those of any packet. */
function sum(buf: Uint8Array, from: number, to: number, start: number): number {
  let total = start;
  let at = from;
  for (; at + 8 <= to; at += 8) total += (i32(buf, at) >>> 0) + (i32(buf, at + 4) >>> 0);
  for (; at + 2 <= to; at += 2) total += u16(buf, at);
  return at < to ? total + (buf[at]! << 8) : total;
}

function fold(total: number): number {
  let rest = total;
  while (rest > 0xffff) rest = (rest % 0x10000) + Math.floor(rest / 0x10000);
  return rest;
}
