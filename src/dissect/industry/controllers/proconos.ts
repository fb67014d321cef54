/** ProConOS / MultiProg: CC 01, then its length and 40 (Digital Bond Redpoint, 2014). */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const proconos: Dissector = {
  app: 'proconos',
  over: [6],
  ports: [20547],
  onOwnPortsOnly: true,
  firstBytes: [0xcc],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return Verdict.More;
    return buf[off + 1] === 1 && buf[off + 2] === 0 && buf[off + 3] >= 4 && buf[off + 4] === 0x40
      ? Verdict.Yes
      : Verdict.No;
  },
};
