/** Call of Duty Mobile: latency probes of 12 bytes that end in "ping", and the KCP session of its servers. */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const isOwn = (port: number): boolean => port >= 7500 && port <= 8000;

export const codMobile: Dissector = {
  app: 'cod-mobile',
  over: [17],
  ports: [7500],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (wireLength === 12 && end - off === 12)
      return startsWith(buf, off + 8, end, 'ping') && (isOwn(recvPort) || isOwn(sendPort)) ? Verdict.Yes : Verdict.No;
    if (!isOwn(recvPort) || end - off < 20) return Verdict.No;
    return u32(buf, off + 7) === 0x0d01402a || (buf[off + 8] === 0x0d && buf[off + 9] === 1 && buf[off + 10] === 0x40)
      ? Verdict.Yes
      : Verdict.No;
  },
};
