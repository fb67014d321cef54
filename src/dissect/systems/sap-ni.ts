/** SAP NI and SAProuter: u32 length, then "NI_ROUTE", "NI_PING", "NI_PONG", "NI_RTERR" or the administrator's "ROUTER_ADM". */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const sapNi: Dissector = {
  app: 'sap-ni',
  over: [6],
  ports: [3299, 3200, 3300, 3600],
  noGuess: true,
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    return u32(buf, off) < 0x10000 &&
      (startsWith(buf, off + 4, end, 'NI_ROUTE\0') ||
        startsWith(buf, off + 4, end, 'NI_PING\0') ||
        startsWith(buf, off + 4, end, 'NI_PONG\0') ||
        startsWith(buf, off + 4, end, 'NI_RTERR\0') ||
        startsWith(buf, off + 4, end, 'ROUTER_ADM\0'))
      ? Verdict.Yes
      : Verdict.No;
  },
};
