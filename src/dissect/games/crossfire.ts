/** CrossFire: C7 D9 19 99 02 00 and the mark 7D at the 23rd byte of 25 (observed). */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const crossfire: Dissector = {
  app: 'crossfire',
  over: [17],
  ports: [10008],
  firstBytes: [0xc7],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    return wireLength === 25 && size >= 24 && u32(buf, off) === 0xc7d91999 && u16(buf, off + 4) === 0x0200
      ? Verdict.Yes
      : Verdict.No;
  },
};
