/**
 * The Battle for Wesnoth (wiki.wesnoth.org, "MultiplayerServerWML"): both sides open with four bytes, then send gzip of WML behind its u32
 * length.
 */
import { u24, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const GZIP = 0x1f8b08;
const LONGEST = 0x400000;

function isMessage(buf: Uint8Array, at: number, end: number): boolean {
  const length = at + 7 <= end ? u32(buf, at) : 0;
  return length >= 18 && length < LONGEST && u24(buf, at + 4) === GZIP;
}

export const wesnoth: Dissector = {
  app: 'wesnoth',
  over: [6],
  ports: [15000, 14999],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 11) return Verdict.More;
    return isMessage(buf, off, end) || isMessage(buf, off + 4, end) ? Verdict.Yes : Verdict.No;
  },
};
