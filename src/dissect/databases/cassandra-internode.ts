/** Between nodes of Cassandra (org.apache.cassandra.net, HandshakeProtocol): the magic CA552DFA, then flags: versions in both halves. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const cassandraInternode: Dissector = {
  app: 'cassandra',
  over: [6],
  ports: [7000],
  noGuess: true,
  firstBytes: [0xca],
  probe({ buf, off, end }) {
    if (end - off < 8) return end - off >= 4 && u32(buf, off) === 0xca552dfa ? Verdict.More : Verdict.No;
    return u32(buf, off) === 0xca552dfa ? Verdict.Yes : Verdict.No;
  },
};
