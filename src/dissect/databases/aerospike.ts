/** Aerospike wire protocol: version 2, type 1 (info), 2 (security), 3 (message) or 4 (compressed), six bytes of length. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const aerospike: Dissector = {
  app: 'aerospike',
  over: [6],
  ports: [3000, 3001, 3002],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [2],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 8) return Verdict.More;
    return buf[off + 1] >= 1 && buf[off + 1] <= 4 && u16(buf, off + 2) === 0 && 8 + u32(buf, off + 4) === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
