/** Redis Cluster bus (Redis cluster specification; clusterMsg): "RCmb", u32 length, version 0 or 1, port, kind 0 to 10. */
import { mayBecome, startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const SIGNATURE = 'RCmb';
const SHORTEST = 2048; // the slots of a node, a bit each

export const redisCluster: Dissector = {
  app: 'redis-cluster',
  over: [6],
  ports: [16379],
  firstBytes: [0x52],
  probe({ buf, off, end }) {
    if (end - off < 14)
      return mayBecome(buf, off, end, SIGNATURE) || startsWith(buf, off, end, SIGNATURE) ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, SIGNATURE) &&
      u32(buf, off + 4) >= SHORTEST &&
      u16(buf, off + 8) <= 1 &&
      u16(buf, off + 12) <= 10
      ? Verdict.Yes
      : Verdict.No;
  },
};
