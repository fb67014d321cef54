/** TeamSpeak 3: "TS3INIT1" in place of the MAC of its first packets; on ports 2010 and 2011 the weblist of servers. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const teamspeak: Dissector = {
  app: 'teamspeak',
  over: [17],
  ports: [9987],
  firstBytes: [0x54, 1],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (startsWith(buf, off, end, 'TS3INIT1')) return Verdict.Yes;
    if (sendPort !== 2010 && recvPort !== 2010) return Verdict.No;
    return buf[off] === 1 && (wireLength === 4 || wireLength === 8 || wireLength === 16) ? Verdict.Yes : Verdict.No;
  },
};
