/** Hyper Text Caching Protocol, RFC 2756 §2: length of the datagram, version 0.0 or 0.1, data with a length and an opcode, authentication. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const SHORTEST = 14;
const LAST_OPCODE = 4; // CLR

export const htcp: Dissector = {
  app: 'htcp',
  over: [17],
  ports: [4827],
  onOwnPortsOnly: true,
  firstBytes: [0, 1, 2, 3, 4, 5],
  probe({ buf, off, end, wireLength }) {
    if (end - off < SHORTEST || u16(buf, off) !== wireLength || buf[off + 2] !== 0 || buf[off + 3] > 1)
      return Verdict.No;
    const data = u16(buf, off + 4);
    const code = buf[off + 3] === 0 ? buf[off + 6] & 0x0f : buf[off + 6] >> 4; // Squid's 0.0 has the halves turned
    return data >= 8 && 4 + data + 2 <= wireLength && code <= LAST_OPCODE ? Verdict.Yes : Verdict.No;
  },
};
