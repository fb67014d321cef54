/**
 * X Window System protocol X11 §8: byte order "B" or "l", zero, version 11.0, lengths of the authorization. Of a server alone: the
 * answer that it takes the connection.
 */
import { u16, u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const FIRST_DISPLAY = 6000;
const MOST_DISPLAYS = 64;

const isDisplay = (port: number): boolean => port >= FIRST_DISPLAY && port < FIRST_DISPLAY + MOST_DISPLAYS;

/** Success: 1, a byte, version 11.0, length of the rest in words; it is all that a server says before it is asked. */
function isAccepted(buf: Uint8Array, off: number, end: number, wireLength: number): boolean {
  if (end - off < 8) return false;
  const little = buf[off + 2] === 11;
  const word = little ? u16le : u16;
  const rest = 4 * word(buf, off + 6);
  return word(buf, off + 2) === 11 && word(buf, off + 4) === 0 && rest >= 32 && wireLength <= 8 + rest;
}

export const x11: Dissector = {
  app: 'x11',
  over: [6],
  ports: Array.from({ length: MOST_DISPLAYS }, (_, display) => FIRST_DISPLAY + display), // IANA, x11
  firstBytes: [0x42, 0x6c, 1],
  probe({ buf, off, end, sendPort, wireLength }) {
    if (buf[off] === 1) return isDisplay(sendPort) && isAccepted(buf, off, end, wireLength) ? Verdict.Yes : Verdict.No;
    if (buf[off] !== 0x42 && buf[off] !== 0x6c) return Verdict.No;
    if (end - off < 12) return end - off < 2 || buf[off + 1] === 0 ? Verdict.More : Verdict.No;
    const big = buf[off] === 0x42;
    const major = big ? u16(buf, off + 2) : u16le(buf, off + 2);
    const name = big ? u16(buf, off + 6) : u16le(buf, off + 6);
    return major === 11 && (big ? u16(buf, off + 4) : u16le(buf, off + 4)) === 0 && name <= 64
      ? Verdict.Yes
      : Verdict.No;
  },
};
