/** Neo4j Bolt handshake: 60 60 B0 17, then four versions (neo4j.com/docs/bolt). */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const bolt: Dissector = {
  app: 'bolt',
  over: [6],
  ports: [7687],
  firstBytes: [0x60],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 4) return Verdict.More;
    return u32(buf, off) === 0x6060b017 ? Verdict.Yes : Verdict.No;
  },
};
