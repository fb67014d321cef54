/**
 * Apache Ignite thin client handshake: u32 little-endian length of the rest, 1, three u16 of version, client code 2 (thin), 1
 * (JDBC) or 0 (ODBC).
 */
import { u16le, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ignite: Dissector = {
  app: 'ignite',
  over: [6],
  ports: [10800],
  onOwnPortsOnly: true,
  noGuess: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12) return Verdict.More;
    return 4 + u32le(buf, off) === wireLength &&
      buf[off + 4] === 1 &&
      u16le(buf, off + 5) <= 3 &&
      u16le(buf, off + 7) < 20 &&
      buf[off + 11] <= 2
      ? Verdict.Yes
      : Verdict.No;
  },
};
