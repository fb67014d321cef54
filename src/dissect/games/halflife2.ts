/** Half-Life 2 engine: connectionless packet of zeros that ends "000\0". */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const halflife2: Dissector = {
  app: 'halflife2',
  over: [17],
  ports: [],
  firstBytes: [0xff],
  probe({ buf, off, end, wireLength }) {
    if (wireLength < 20 || end - off !== wireLength || u32(buf, off) !== 0xffffffff) return Verdict.No;
    return u32(buf, end - 4) === 0x30303000 ? Verdict.Yes : Verdict.No;
  },
};
