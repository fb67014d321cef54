/** Apache Cassandra CQL binary protocol v3 to v5 §2: version, flags, stream, opcode, length; opens with STARTUP or OPTIONS. */
import { indexOfText, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const cassandra: Dissector = {
  app: 'cassandra',
  over: [6],
  ports: [9042],
  firstBytes: [0x03, 0x04, 0x05, 0x42, 0x01, 0x02],
  probe({ buf, off, end, recvPort }) {
    const version = buf[off];
    if (version === 0x42) return Verdict.No;
    if (end - off < 9) return recvPort === 9042 && version <= 5 ? Verdict.More : Verdict.No;
    const short = version < 3; // stream ids of one byte
    const code = buf[off + (short ? 3 : 4)];
    const length = u32(buf, off + (short ? 4 : 5));
    if (buf[off + 1] > 0x1f || length > 0x1000) return Verdict.No;
    if (code === 5) return length === 0 && recvPort === 9042 ? Verdict.Yes : Verdict.No; // OPTIONS
    return code === 1 && indexOfText(buf, off + 8, Math.min(end, off + 128), 'CQL_VERSION') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
