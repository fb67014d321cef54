/** Nortel UNIStim: sequence, type 0 (NAK), 1 (ACK) or 2 (payload), address 0 or 1; FFFFFFFF opens (UNIStim specification). */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const unistim: Dissector = {
  app: 'unistim',
  over: [17],
  ports: [5000, 5100],
  noGuess: true,
  onOwnPortsOnly: true,
  firstBytes: [0, 0xff],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 6 || buf[off + 4] > 2) return Verdict.No;
    if (u32(buf, off) === 0xffffffff) return buf[off + 4] === 2 && buf[off + 5] === 2 ? Verdict.Yes : Verdict.No;
    return u16(buf, off) === 0 &&
      buf[off + 4] === 2 &&
      (buf[off + 5] === 1 || buf[off + 5] === 2) &&
      size >= 10 &&
      buf[off + 5] === 1
      ? buf[off + 10] <= 0x30
        ? Verdict.Yes
        : Verdict.No
      : Verdict.No;
  },
};
