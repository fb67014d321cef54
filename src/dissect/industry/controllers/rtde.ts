/**
 * Real-Time Data Exchange of Universal Robots (RTDE guide): u16 size of the whole, a letter for the kind; it opens with V
 * and version 1 or 2.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const OPEN = 0x56;

export const rtde: Dissector = {
  app: 'rtde',
  over: [6],
  ports: [30004],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 4 || buf[off + 2] !== OPEN || u16(buf, off) !== wireLength) return Verdict.No;
    if (wireLength === 4) return buf[off + 3] <= 1 ? Verdict.Yes : Verdict.No; // accepted or not
    return wireLength === 5 && end - off === 5 && (u16(buf, off + 3) === 1 || u16(buf, off + 3) === 2)
      ? Verdict.Yes
      : Verdict.No;
  },
};
