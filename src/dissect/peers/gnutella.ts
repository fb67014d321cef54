/**
 * Gnutella 0.6 handshake (RFC-Gnutella 0.6 §2.1), its descriptors in datagrams (§2.2: GUID, type, TTL, hops, little-endian length
 * that fills the datagram) and Gnutella 2 datagrams ("GND").
 */
import { startsWith, u32, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 23;
const DHT = 0x44;

/** Least bytes behind the header: ping, pong, bye, route table, vendor messages, push, query, hit. */
const LEAST_BYTES: ReadonlyMap<number, number> = new Map([
  [0x00, 0],
  [0x01, 14],
  [0x02, 3],
  [0x30, 1],
  [0x31, 8],
  [0x32, 8],
  [0x40, 26],
  [0x80, 3],
  [0x81, 27],
]);

/** Identifiers are random, but for byte 15, which is zero, and a vendor's marks: few zeros. */
const MOST_ZEROS = 4;
function isIdentifier(buf: Uint8Array, off: number): boolean {
  let zeros = 0;
  for (let at = off; at < off + 16; at++) if (buf[at] === 0) zeros++;
  return zeros <= MOST_ZEROS && (u32(buf, off) & 0xf0f0f0f0) !== 0;
}

/** Mojito, the DHT of LimeWire and gtk-gnutella: its version stands for TTL and hops; then an operation, a vendor in four letters. */
function isMojito(buf: Uint8Array, off: number, end: number): boolean {
  const at = off + HEADER_BYTES;
  if (end - at < 5 || buf[off + 17] > 1 || buf[at] < 1 || buf[at] > 0x0a) return false;
  for (let i = at + 1; i < at + 5; i++) if (buf[i] < 0x30 || buf[i] > 0x5a) return false;
  return true;
}

export const gnutella: Dissector = {
  app: 'gnutella',
  over: [6, 17],
  ports: [6346, 6347],
  probe({ buf, off, end, wireLength, proto }) {
    if (startsWith(buf, off, end, 'GNUTELLA CONNECT/') || startsWith(buf, off, end, 'GNUTELLA/0.')) return Verdict.Yes;
    if (proto === 6)
      return end - off < 10 && buf[off] === 0x47 && (end - off < 2 || buf[off + 1] === 0x4e)
        ? Verdict.More
        : Verdict.No;
    if (startsWith(buf, off, end, 'GND') && end - off >= 8)
      return buf[off + 6] <= buf[off + 7] || buf[off + 7] === 0 ? Verdict.Yes : Verdict.No;
    if (end - off < HEADER_BYTES || HEADER_BYTES + u32le(buf, off + 19) !== wireLength) return Verdict.No;
    if (!isIdentifier(buf, off)) return Verdict.No;
    if (buf[off + 16] === DHT) return isMojito(buf, off, end) ? Verdict.Yes : Verdict.No;
    const sent = buf[off + 17] + buf[off + 18]; // still to live, and gone
    const least = LEAST_BYTES.get(buf[off + 16]);
    return sent >= 1 && sent <= 16 && least !== undefined && wireLength - HEADER_BYTES >= least
      ? Verdict.Yes
      : Verdict.No;
  },
};
