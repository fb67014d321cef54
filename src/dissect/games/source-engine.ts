/** Valve Source engine server queries, Valve Developer Community "Server queries": FFFFFFFF or FFFFFFFE, then a letter. */
import { indexOfByte, startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const SINGLE = 0xffffffff;

/** Name, map, folder and game: four texts that end with zero, "A2S_INFO". */
function isInfo(buf: Uint8Array, off: number, end: number): boolean {
  let at = off;
  for (let texts = 0; texts < 4; texts++) {
    const stop = indexOfByte(buf, at, end, 0);
    if (stop < 0) return texts >= 2;
    for (; at < stop; at++) if (buf[at] < 0x09) return false;
    at = stop + 1;
  }
  return end - at >= 9;
}

export const sourceEngine: Dissector = {
  app: 'source-engine',
  over: [17],
  ports: [27015],
  firstBytes: [0xff],
  probe({ buf, off, end, wireLength, sendPort }) {
    if (end - off < 5 || u32(buf, off) !== SINGLE) return Verdict.No;
    if (startsWith(buf, off + 4, end, 'TSource Engine Query\0')) return Verdict.Yes;
    const letter = buf[off + 4];
    const own = sendPort >= 27000 && sendPort <= 27050;
    if (letter === 0x49 && end - off > 20) return own || isInfo(buf, off + 6, end) ? Verdict.Yes : Verdict.No;
    if ((letter === 0x55 || letter === 0x56 || letter === 0x57) && wireLength === 9) return Verdict.Yes; // players, rules, challenge
    if (letter === 0x41 && wireLength === 9) return Verdict.Yes;
    return startsWith(buf, off + 4, end, 'getchallenge') || startsWith(buf, off + 4, end, 'details\0')
      ? Verdict.Yes
      : Verdict.No;
  },
};
