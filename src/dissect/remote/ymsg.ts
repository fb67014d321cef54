/** Yahoo Messenger: "YMSG", version, vendor, length. */
import { startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ymsg: Dissector = {
  app: 'ymsg',
  over: [6],
  ports: [5050],
  firstBytes: [0x59],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 20) return startsWith(buf, off, end, 'YMSG'.slice(0, size)) ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, 'YMSG') && u16(buf, off + 8) + 20 <= wireLength + 65536 && buf[off + 4] <= 0x20
      ? Verdict.Yes
      : Verdict.No;
  },
};
