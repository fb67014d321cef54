/** i3D.net voice relay of games: 0001 or 0002, length 0046 of the rest, and a name in 64 bytes padded with zeros. */
import { isText, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const i3d: Dissector = {
  app: 'i3d',
  over: [17],
  ports: [],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    if (
      wireLength !== 74 ||
      end - off !== 74 ||
      buf[off] !== 0 ||
      (buf[off + 1] !== 1 && buf[off + 1] !== 2) ||
      u16(buf, off + 2) !== 70
    )
      return Verdict.No;
    for (let at = off + 8; at < end - 2; at++) if (buf[at] !== 0 && !isText(buf, at, at + 1)) return Verdict.No;
    return Verdict.Yes;
  },
};
