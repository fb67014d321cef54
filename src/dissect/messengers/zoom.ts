/**
 * Zoom: messages to a media server on port 8801 and the peer-to-peer connectivity checks (1F 02 01), as observed by
 * "Enabling Passive Measurement of Zoom Performance", IMC 2022.
 */
import { u16, u24 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const zoom: Dissector = {
  app: 'zoom',
  over: [17],
  ports: [8801, 8802, 8803],
  firstBytes: [1, 2, 3, 0x1f],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 9) return Verdict.No;
    if (buf[off] === 0x1f) {
      if (buf[off + 1] !== 2 || buf[off + 2] !== 1 || buf[off + 3] !== 0 || wireLength < 40) return Verdict.No;
      return buf[off + 4] <= 8 && u16(buf, off + 5) === 1 && buf[off + 7] === 0 && buf[off + 8] <= 8
        ? Verdict.Yes
        : Verdict.No;
    }
    if (sendPort !== 8801 && recvPort !== 8801) return Verdict.No;
    if (buf[off] === 1 || buf[off] === 2)
      return buf[off + 1] === 0 && buf[off + 2] <= 3 && end - off >= 30 ? Verdict.Yes : Verdict.No;
    return buf[off] === 3 && u24(buf, off + 1) === 0 ? Verdict.Yes : Verdict.No;
  },
};
