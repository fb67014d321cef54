/**
 * GE-SRTP: messages of 56 bytes; 56 zeros open, 02 asks and 03 answers with the length of the data behind in the fifth byte
 * (Denton et al., DFRWS 2017).
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const geSrtp: Dissector = {
  app: 'ge-srtp',
  over: [6],
  ports: [18245, 18246],
  onOwnPortsOnly: true,
  firstBytes: [0, 1, 2, 3],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 56) return wireLength === size ? Verdict.More : Verdict.No;
    if (buf[off] === 0 || buf[off] === 1) {
      for (let at = off + 1; at < off + 56; at++) if (buf[at] > 1) return Verdict.No;
      return buf[off] === 0 || buf[off + 8] <= 1 ? Verdict.Yes : Verdict.No;
    }
    return 56 + u16le(buf, off + 4) === wireLength && buf[off + 1] === 0 && buf[off + 26] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
