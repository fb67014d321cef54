/**
 * MikroTik neighbour discovery: four bytes, then TLVs of u16 type and length that fill the datagram; MAC address (1) is 6 long.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const mndp: Dissector = {
  app: 'mndp',
  over: [17],
  ports: [5678],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size === 4 && wireLength === 4) return u32(buf, off) === 0 ? Verdict.Yes : Verdict.No;
    if (size < 14 || size !== wireLength) return Verdict.No;
    let at = off + 4;
    if (u16(buf, at) !== 1 || u16(buf, at + 2) !== 6) return Verdict.No;
    while (at + 4 <= end) {
      if (u16(buf, at) > 32) return Verdict.No;
      at += 4 + u16(buf, at + 2);
    }
    return at === end ? Verdict.Yes : Verdict.No;
  },
};
