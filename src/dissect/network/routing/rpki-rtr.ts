/** RPKI to router, RFC 8210 §5: a reset query is version, 2, 0, length 8; a serial query version, 1, session, length 12. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const rpkiRtr: Dissector = {
  app: 'rpki-rtr',
  over: [6],
  ports: [323, 8282, 3323],
  noGuess: true,
  firstBytes: [0, 1, 2],
  probe({ buf, off, end, wireLength, recvPort }) {
    const size = end - off;
    if (size < 8) return Verdict.No;
    if (buf[off + 1] === 2)
      return u16(buf, off + 2) === 0 &&
        u32(buf, off + 4) === 8 &&
        (wireLength === 8 || wireLength === 20) &&
        (recvPort === 323 || recvPort === 8282 || recvPort === 3323)
        ? Verdict.Yes
        : Verdict.No;
    return buf[off + 1] === 1 &&
      u32(buf, off + 4) === 12 &&
      wireLength === 12 &&
      (recvPort === 323 || recvPort === 8282 || recvPort === 3323)
      ? Verdict.Yes
      : Verdict.No;
  },
};
