/** Data-link switching, RFC 1795 §3.3: version 31 or 4B, header of 48 (control) or 10 (information), message length. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dlsw: Dissector = {
  app: 'dlsw',
  over: [6],
  ports: [2065, 2067],
  onOwnPortsOnly: true,
  firstBytes: [0x31, 0x4b],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 16) return Verdict.More;
    return (buf[off + 1] === 0x48 || buf[off + 1] === 0x10) && u16(buf, off + 2) < 0x4000 ? Verdict.Yes : Verdict.No;
  },
};
