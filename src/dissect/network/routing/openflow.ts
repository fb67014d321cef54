/** OpenFlow 1.0 to 1.5, switch specification §7.1: version, type, length, transaction; hello first. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const openflow: Dissector = {
  app: 'openflow',
  over: [6],
  ports: [6633, 6653],
  firstBytes: [1, 2, 3, 4, 5, 6],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 8)
      return buf[off] <= 6 && (sendPort === 6653 || recvPort === 6653 || recvPort === 6633) ? Verdict.More : Verdict.No;
    if (buf[off] === 0 || buf[off] > 6) return Verdict.No;
    const length = u16(buf, off + 2);
    const own = sendPort === 6653 || recvPort === 6653 || sendPort === 6633 || recvPort === 6633;
    if (buf[off + 1] === 0 && length === 8 && end - off === 8) return own ? Verdict.Yes : Verdict.No;
    // hello with a bitmap of versions (§7.5.1), which holds the header's own
    if (buf[off + 1] === 0 && length === 16 && end - off === 16 && u16(buf, off + 8) === 1 && u16(buf, off + 10) === 8)
      return ((u32(buf, off + 12) >>> buf[off]) & 1) === 1 ? Verdict.Yes : Verdict.No;
    if (buf[off + 1] === 0) return length >= 8 && length <= 64 && own ? Verdict.Yes : Verdict.No;
    return own && buf[off + 1] <= 35 && length >= 8 && (length === end - off || buf[off + length] === buf[off])
      ? Verdict.Yes
      : Verdict.No;
  },
};
