/**
 * SQL Server Resolution Protocol, MC-SQLR §2.2: 02 or 03 alone, 04 and a name of an instance, the answer 05, length,
 * "ServerName;".
 */
import { isText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ssrp: Dissector = {
  app: 'ssrp',
  over: [17],
  ports: [1434],
  onOwnPortsOnly: true,
  firstBytes: [2, 3, 4, 5, 0x0f],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (buf[off] === 5)
      return size >= 14 && (startsWith(buf, off + 3, end, 'ServerName;') || wireLength === 6)
        ? Verdict.Yes
        : Verdict.No;
    if (buf[off] <= 3) return wireLength === 1 ? Verdict.Yes : Verdict.No;
    return buf[off] === 4 &&
      size > 2 &&
      size < 36 &&
      size === wireLength &&
      buf[end - 1] === 0 &&
      isText(buf, off + 1, end - 1)
      ? Verdict.Yes
      : Verdict.No;
  },
};
