/** Internet Cache Protocol 2 and 3, RFC 2186 §2: opcode, version, length of the datagram; the URL behind 20 bytes ends with zero. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 20;
const CODES = [1, 2, 3, 4, 10, 11, 21, 22, 23];

export const icp: Dissector = {
  app: 'icp',
  over: [17],
  ports: [3130],
  onOwnPortsOnly: true,
  firstBytes: CODES,
  probe({ buf, off, end, wireLength }) {
    if (end - off < HEADER_BYTES + 2 || end - off !== wireLength || u16(buf, off + 2) !== wireLength) return Verdict.No;
    return (buf[off + 1] === 2 || buf[off + 1] === 3) && u32(buf, off + 4) !== 0 && buf[end - 1] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
