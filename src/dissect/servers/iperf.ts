/**
 * iperf: version 3's connections begin with a cookie of 36 letters and digits of base 32 and a zero (iperf3 iperf_util.c, make_cookie), its
 * datagrams with a greeting of four bytes; version 2 sends the digits 0 to 9 in turn behind its header (iperf2 Client.cpp).
 */
import { TCP } from '#registry/ip-protocols.ts';
import { isDigit, u32, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT_2 = 5001;
const PORT_3 = 5201;
const COOKIE_BYTES = 37;
/** iperf.h: UDP_CONNECT_MSG and UDP_CONNECT_REPLY, and those before 3.1 */
const GREETINGS = [0x36373839, 0x39383736, 123456789, 987654321];
const DIGITS_LOOKED_AT = 32;
const LONGEST_HEADER = 100;

function isCookie(buf: Uint8Array, off: number): boolean {
  for (let at = off; at < off + COOKIE_BYTES - 1; at++) {
    const isLetter = buf[at] >= 0x61 && buf[at] <= 0x7a;
    if (!isLetter && (buf[at] < 0x32 || buf[at] > 0x37)) return false;
  }
  return buf[off + COOKIE_BYTES - 1] === 0;
}

/** 4567890123…, at the end of what there is. */
function countsInDigits(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < LONGEST_HEADER + DIGITS_LOOKED_AT) return false;
  for (let at = end - DIGITS_LOOKED_AT; at < end; at++)
    if (!isDigit(buf[at]) || (buf[at] - 0x30 + 9) % 10 !== buf[at - 1] - 0x30) return false;
  return true;
}

/** Head of a datagram of version 2: its number, small, or negative at the end; seconds; microseconds below a million. */
function isNumbered(buf: Uint8Array, off: number, end: number): boolean {
  return end - off >= 12 && (buf[off] === 0 || buf[off] === 0xff) && u32(buf, off + 8) < 1_000_000;
}

export const iperf: Dissector = {
  app: 'iperf',
  over: [6, 17],
  ports: [PORT_3, PORT_2],
  noGuess: true,
  firstBytes: [
    ...[...'abcdefghijklmnopqrstuvwxyz234567'].map((letter) => letter.charCodeAt(0)),
    ...[0x30, 0x31, 0x38, 0x39, 0, 0x40, 0x80, 0xc0, 0x15, 0xb1, 0x3a, 0xff],
  ],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (proto === TCP && end - off >= COOKIE_BYTES && isCookie(buf, off)) return Verdict.Yes;
    const isOf2 = sendPort === PORT_2 || recvPort === PORT_2;
    if (isOf2 || (proto !== TCP && isNumbered(buf, off, end)))
      return countsInDigits(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (proto === TCP || wireLength !== 4 || end - off !== 4) return Verdict.No;
    const isOf3 = sendPort === PORT_3 || recvPort === PORT_3;
    return isOf3 && (GREETINGS.includes(u32(buf, off)) || GREETINGS.includes(u32le(buf, off)))
      ? Verdict.Yes
      : Verdict.No;
  },
};
