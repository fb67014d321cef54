/** iSNS, RFC 4171 §5.1: version 1, function, length (a multiple of 4), flags, transaction, sequence. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const isns: Dissector = {
  app: 'isns',
  over: [6, 17],
  ports: [3205],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const id = u16(buf, off + 2) & 0x7fff;
    return u16(buf, off) === 1 &&
      id >= 1 &&
      id <= 0x15 &&
      (u16(buf, off + 4) & 3) === 0 &&
      12 + u16(buf, off + 4) === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
