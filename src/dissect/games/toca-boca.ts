/**
 * Photon realtime engine (Toca Boca and many games) over UDP, Photon "eNet" header: peer id, flags, command count, time,
 * challenge, then commands that fill the datagram; the first is Connect (2) or Verify (3) of 44 bytes, or an acknowledgement (1) of 20.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 12;
const PING_BYTES = 13;

/** Twelve bytes 7D and a counter. */
function isPing(buf: Uint8Array, off: number): boolean {
  for (let at = off; at < off + PING_BYTES - 1; at++) if (buf[at] !== 0x7d) return false;
  return true;
}

export const tocaBoca: Dissector = {
  app: 'toca-boca',
  over: [17],
  ports: [5055, 5056, 5058],
  probe({ buf, off, end, wireLength }) {
    if (wireLength === PING_BYTES && end - off === wireLength) return isPing(buf, off) ? Verdict.Yes : Verdict.No;
    if (end - off < 24 || end - off !== wireLength || buf[off + 3] === 0 || buf[off + 3] > 16) return Verdict.No;
    if (buf[off + 2] > 1 && buf[off + 2] !== 0xcc) return Verdict.No;
    let at = off + HEADER_BYTES;
    let commands = 0;
    let seen = 0;
    while (end - at >= 12 && commands < buf[off + 3]) {
      const length = u32(buf, at + 4);
      const kind = buf[at];
      if (kind === 0 || kind > 16 || length < 12 || length > end - at) return Verdict.No;
      if ((kind === 1 && length !== 20) || (kind === 2 && length !== 44) || (kind === 3 && length !== 44))
        return Verdict.No;
      seen |= 1 << kind;
      at += length;
      commands++;
    }
    return at === end && commands === buf[off + 3] && (seen & 0x0e) !== 0 ? Verdict.Yes : Verdict.No;
  },
};
