/**
 * Symantec pcAnywhere: status questions NQ, NR, ST over UDP and their answer PCA; the TCP session's greeting "Please press
 * <Enter>".
 */
import { indexOfText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const pcanywhere: Dissector = {
  app: 'pcanywhere',
  over: [17, 6],
  ports: [5631, 5632],
  onOwnPortsOnly: true,
  firstBytes: [0x4e, 0x53, 0x50, 0, 0x0d],
  probe({ buf, off, end, wireLength, proto }) {
    const size = end - off;
    if (proto === 17)
      return wireLength === 2 &&
        (startsWith(buf, off, end, 'NQ') || startsWith(buf, off, end, 'NR') || startsWith(buf, off, end, 'ST'))
        ? Verdict.Yes
        : size >= 10 && startsWith(buf, off, end, 'PCA')
          ? Verdict.Yes
          : Verdict.No;
    return indexOfText(buf, off, Math.min(end, off + 64), 'Please press <Enter>') >= 0 ? Verdict.Yes : Verdict.No;
  },
};
