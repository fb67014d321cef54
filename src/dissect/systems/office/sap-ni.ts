/**
 * SAP over NI: u32 length, then NI_ROUTE, NI_PING, NI_PONG, NI_RTERR or ROUTER_ADM of SAProuter, **MESSAGE** of the message server, or on
 * 3200 to 3299 the dispatcher's header, which begins with request -1 and code 0a (as pysap documents them).
 */
import { startsWith, u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const TEXTS = ['NI_ROUTE\0', 'NI_PING\0', 'NI_PONG\0', 'NI_RTERR\0', 'ROUTER_ADM\0', '**MESSAGE**\0'];

export const sapNi: Dissector = {
  app: 'sap',
  over: [6],
  ports: [3299, 3200, 3300, 3600],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, recvPort }) {
    if (end - off < 12) return Verdict.No;
    const length = u32(buf, off);
    if (length >= 0x10000) return Verdict.No;
    for (let i = 0; i < TEXTS.length; i++) if (startsWith(buf, off + 4, end, TEXTS[i])) return Verdict.Yes;
    return recvPort >= 3200 &&
      recvPort < 3300 &&
      length + 4 === wireLength &&
      u32(buf, off + 4) === 0xffffffff &&
      u16(buf, off + 8) === 0x0a00
      ? Verdict.Yes
      : Verdict.No;
  },
};
