/** CIP I/O over UDP, ODVA EtherNet/IP vol. 2 §2-6: two items, a sequenced address (8002, 8 bytes) and connected data (00b1). */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const cipIo: Dissector = {
  app: 'cip',
  over: [17],
  ports: [2222],
  firstBytes: [2],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 18 || u16le(buf, off) !== 2 || u16le(buf, off + 2) !== 0x8002 || u16le(buf, off + 4) !== 8)
      return Verdict.No;
    return u16le(buf, off + 14) === 0x00b1 && u16le(buf, off + 16) + 18 === wireLength ? Verdict.Yes : Verdict.No;
  },
};
