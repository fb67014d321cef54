/** DRBD: magic 83740267 (8), 835A big or 8620EC20 (100), commands below 0x100 or of connection. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const drbd: Dissector = {
  app: 'drbd',
  over: [6],
  ports: [7788, 7789],
  firstBytes: [0x83, 0x86],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const magic = u32(buf, off);
    return magic === 0x83740267 ||
      (magic === 0x8620ec20 && size >= 16 && u16(buf, off + 6) < 0x1000) ||
      (magic >>> 16 === 0x835a && (recvPort === 7788 || sendPort === 7788 || recvPort === 7789 || sendPort === 7789))
      ? Verdict.Yes
      : Verdict.No;
  },
};
