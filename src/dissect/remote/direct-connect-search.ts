/** Direct Connect searches answered over UDP: "$SR nick path\x05…|". */
import { indexOfByte, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const directConnectSearch: Dissector = {
  app: 'direct-connect',
  over: [17],
  ports: [412],
  firstBytes: [0x24],
  probe({ buf, off, end }) {
    const size = end - off;
    return size > 12 && startsWith(buf, off, end, '$SR ') && indexOfByte(buf, off, end, 5) > 0 && buf[end - 1] === 0x7c
      ? Verdict.Yes
      : Verdict.No;
  },
};
