/** n2n 2 and 3: version, time to live, flags with the kind of packet, community's name padded with zeros (n2n.h). */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const n2n: Dissector = {
  app: 'n2n',
  over: [17],
  ports: [7654, 7777],
  noGuess: true,
  firstBytes: [2, 3],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 24 || buf[off + 1] > 16 || buf[off + 1] === 0) return Verdict.No;
    const kind = u16(buf, off + 2) & 0x1f;
    const flags = u16(buf, off + 2) >> 5;
    const room = buf[off] === 2 ? 16 : 20;
    if (kind === 0 || kind > 12 || flags > 7 || off + 4 + room > end) return Verdict.No;
    let at = off + 4;
    while (at < off + 4 + room && buf[at] > 0x20 && buf[at] < 0x7f) at++;
    if (at < off + 7 || at === off + 4 + room) return Verdict.No; // a name of C ends with zero
    while (at < off + 4 + room) if (buf[at++] !== 0) return Verdict.No;
    return Verdict.Yes;
  },
};
