/** PANA, RFC 5191 §6.2: reserved 0, u16 length of the whole, flags, message 1 to 4, session, sequence. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const pana: Dissector = {
  app: 'pana',
  over: [17],
  ports: [716],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    return size >= 16 &&
      u16(buf, off) === 0 &&
      u16(buf, off + 2) === wireLength &&
      u16(buf, off + 6) >= 1 &&
      u16(buf, off + 6) <= 4
      ? Verdict.Yes
      : Verdict.No;
  },
};
