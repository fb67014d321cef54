/** ANCP, RFC 6320 §3.6: EtherType 880C, u16 length of the rest, version 3.1 or 3.2. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ancp: Dissector = {
  app: 'ancp',
  over: [6],
  ports: [6068],
  onOwnPortsOnly: true,
  firstBytes: [0x88],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6) return Verdict.More;
    return buf[off + 1] === 0x0c &&
      u16(buf, off + 2) + 4 <= wireLength &&
      (buf[off + 4] === 0x31 || buf[off + 4] === 0x32)
      ? Verdict.Yes
      : Verdict.No;
  },
};
