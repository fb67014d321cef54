/** Apache HBase RPC: "HBas", version 0, authentication 50 to 52 (HBase reference guide, "Connection header"). */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const hbase: Dissector = {
  app: 'hbase',
  over: [6],
  ports: [16000, 16020, 60000, 60020],
  firstBytes: [0x48],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 6) return startsWith(buf, off, end, 'HBas'.slice(0, size)) ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, 'HBas\0') && buf[off + 5] >= 0x50 && buf[off + 5] <= 0x55
      ? Verdict.Yes
      : Verdict.No;
  },
};
