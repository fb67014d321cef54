/**
 * Apache ZooKeeper: ConnectRequest of 44 or 45 bytes with protocol version 0 and a password of 16, its answer of 36 or 37, and
 * four letter words on port 2181.
 */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const WORDS = ['ruok', 'stat', 'srvr', 'mntr', 'conf', 'cons', 'dump', 'envi', 'imok', 'isro'];

export const zookeeper: Dissector = {
  app: 'zookeeper',
  over: [6],
  ports: [2181, 2182],
  firstBytes: [0, 0x72, 0x73, 0x6d, 0x69, 0x63, 0x65, 0x64],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (buf[off] !== 0)
      return size >= 4 &&
        size <= 6 &&
        (recvPort === 2181 || sendPort === 2181) &&
        WORDS.some((word) => startsWith(buf, off, end, word))
        ? Verdict.Yes
        : Verdict.No;
    if (size < 24) return Verdict.No;
    const length = u32(buf, off);
    if (u32(buf, off + 4) !== 0) return Verdict.No;
    if (length === 44 || length === 45)
      return size >= 48 && u32(buf, off + 28) === 16 && u32(buf, off + 16) < 3_600_000 ? Verdict.Yes : Verdict.No;
    return (length === 36 || length === 37) && u32(buf, off + 20) === 16 && u32(buf, off + 8) < 3_600_000
      ? Verdict.Yes
      : Verdict.No;
  },
};
