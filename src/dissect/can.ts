/** CAN frames over UDP as the kernel of CANAL and cannelloni send them. */
import { u16 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const can: Dissector = {
  app: 'can',
  over: [17],
  ports: [20000],
  firstBytes: [2],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 5 || buf[off] !== 2 || buf[off + 1] !== 0 || (sendPort !== 20000 && recvPort !== 20000))
      return Verdict.No;
    return u16(buf, off + 3) >= 1 ? Verdict.Yes : Verdict.No;
  },
};
