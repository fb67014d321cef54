/** Gnutella2 over UDP: "GND", flags 0 to 3, sequence, part, count (g2.doxu.org, "UDP transceiver"). */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const gnutella2: Dissector = {
  app: 'gnutella2',
  over: [17],
  ports: [6346, 6348],
  firstBytes: [0x47],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 8 &&
      startsWith(buf, off, end, 'GND') &&
      buf[off + 3] <= 3 &&
      buf[off + 6] >= 1 &&
      (buf[off + 7] === 0 || buf[off + 6] <= buf[off + 7])
      ? Verdict.Yes
      : Verdict.No;
  },
};
