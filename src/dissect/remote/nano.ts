/**
 * Nano cryptocurrency: "R" and the network (A beta, B test, C live, X dev), versions max, using and min, message 2 to 14 (Nano
 * protocol kaitai).
 */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const nano: Dissector = {
  app: 'nano',
  over: [6, 17],
  ports: [7075, 54000],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0x52],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    const network = buf[off + 1];
    return (network === 0x41 || network === 0x42 || network === 0x43 || network === 0x58) &&
      buf[off + 2] >= buf[off + 3] &&
      buf[off + 3] >= buf[off + 4] &&
      buf[off + 3] > 5 &&
      buf[off + 5] >= 2 &&
      buf[off + 5] <= 15
      ? Verdict.Yes
      : Verdict.No;
  },
};
