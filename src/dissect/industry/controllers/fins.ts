/** OMRON FINS, FINS Commands Reference Manual W227: over TCP behind "FINS"; over UDP on port 9600 with its fixed header. */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const fins: Dissector = {
  app: 'fins',
  over: [6, 17],
  ports: [9600],
  firstBytes: [0x46, 0x80, 0x81, 0xc0, 0xc1],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto === 6)
      return startsWith(buf, off, end, 'FINS\0\0')
        ? Verdict.Yes
        : end - off < 6 && buf[off] === 0x46
          ? Verdict.More
          : Verdict.No;
    if (end - off < 12 || (sendPort !== 9600 && recvPort !== 9600)) return Verdict.No;
    const gateway = buf[off + 2] <= 7;
    return (buf[off] & 0x3e) === 0 && (buf[off] & 0x80) !== 0 && buf[off + 1] === 0 && gateway
      ? Verdict.Yes
      : Verdict.No;
  },
};
