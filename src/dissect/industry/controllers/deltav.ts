/** Emerson DeltaV: FA CE, u16 length of what follows the header of 16 bytes (Wireshark wiki, Redpoint). */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const deltav: Dissector = {
  app: 'deltav',
  over: [6, 17],
  ports: [18507, 18508, 18519],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0xfa],
  probe({ buf, off, end, wireLength, proto }) {
    const size = end - off;
    if (size < 16) return proto === 6 ? Verdict.More : Verdict.No;
    return buf[off + 1] === 0xce && u16(buf, off + 2) <= wireLength && buf[off + 4] <= 1 ? Verdict.Yes : Verdict.No;
  },
};
