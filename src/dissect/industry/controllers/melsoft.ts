/**
 * MELSOFT, by which engineering tools of Mitsubishi talk to their controllers (seen in the captures of the ICS-pcap
 * project): 57 a request, d7 its answer, two bytes 11, a length at 19; 5a asks who is there, da answers, on port 5560.
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const PORT = 5560;

export const melsoft: Dissector = {
  app: 'melsoft',
  over: [6, 17],
  ports: [PORT, 5562, 5007],
  firstBytes: [0x57, 0xd7, 0x5a, 0xda],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    const size = end - off;
    if (size < 4) return Verdict.No;
    if ((buf[off] & 0x7f) === 0x5a) {
      if (proto !== 17 || (sendPort !== PORT && recvPort !== PORT) || buf[off + 1] !== 0 || buf[off + 2] !== 0)
        return Verdict.No;
      return buf[off] === 0x5a
        ? wireLength === 4
          ? Verdict.Yes
          : Verdict.No
        : wireLength >= 14
          ? Verdict.Yes
          : Verdict.No;
    }
    if (size < 21 || buf[off + 2] !== 0 || buf[off + 3] !== 0 || buf[off + 4] !== 0) return Verdict.No;
    return buf[off + 5] === 0x11 && buf[off + 6] === 0x11 && u16le(buf, off + 19) + 21 === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
