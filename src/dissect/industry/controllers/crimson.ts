/** Red Lion Crimson v3: u16 length of the rest, u16 register (below 0x0300). */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const crimson: Dissector = {
  app: 'crimson',
  over: [6],
  ports: [789],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 4) return Verdict.More;
    const length = u16(buf, off);
    return length >= 2 &&
      length + 2 === wireLength &&
      length < 512 &&
      u16(buf, off + 2) >= 0x100 &&
      u16(buf, off + 2) < 0x300
      ? Verdict.Yes
      : Verdict.No;
  },
};
