/** Warcraft III games (W3GS): F7, message, u16 little-endian length of the whole; messages fill the segment. */
import { u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const warcraft3: Dissector = {
  app: 'warcraft3',
  over: [6],
  ports: [6112, 6113, 6114, 6115, 6116, 6117, 6118, 6119],
  onOwnPortsOnly: true,
  firstBytes: [0xf7],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 4) return Verdict.More;
    let at = off;
    let messages = 0;
    while (at + 4 <= end) {
      const length = u16le(buf, at + 2);
      if (buf[at] !== 0xf7 || length < 4) return Verdict.No;
      at += length;
      messages++;
    }
    return messages > 0 && at - off === wireLength ? Verdict.Yes : Verdict.No;
  },
};
