/** NoMachine NX: banners NXSH- and NXD-, and its UDP transport on port 4000. */
import { startsWith, u16le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const nomachine: Dissector = {
  app: 'nomachine',
  over: [6, 17],
  ports: [4000],
  firstBytes: [0x4e, 1],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (proto === 6)
      return startsWith(buf, off, end, 'NXSH-') || startsWith(buf, off, end, 'NXD-') ? Verdict.Yes : Verdict.No;
    if ((sendPort !== 4000 && recvPort !== 4000) || end - off < 10) return Verdict.No;
    return u32(buf, off) === 0x01000100 && u16le(buf, off + 4) === wireLength ? Verdict.Yes : Verdict.No;
  },
};
