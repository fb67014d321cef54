/** Wake-on-LAN magic packet (AMD 20213): six FF and sixteen times the hardware address. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const wol: Dissector = {
  app: 'wol',
  over: [17],
  ports: [9, 7],
  noGuess: true,
  firstBytes: [0xff],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 102) return Verdict.No;
    for (let at = off; at < off + 6; at++) if (buf[at] !== 0xff) return Verdict.No;
    for (let at = off + 12; at < off + 102; at++) if (buf[at] !== buf[at - 6]) return Verdict.No;
    return u32(buf, off + 8) !== 0xffffffff ? Verdict.Yes : Verdict.No;
  },
};
