/**
 * ROS (TCPROS): u32 little-endian length, then fields of length and NAME=VALUE; the first is callerid, topic, service, md5sum,
 * type or message_definition.
 */
import { startsWith, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const NAMES = [
  'callerid=',
  'message_definition=',
  'md5sum=',
  'topic=',
  'service=',
  'type=',
  'tcp_nodelay=',
  'latching=',
];

export const ros: Dissector = {
  app: 'ros',
  over: [6],
  ports: [],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (
      size < 16 ||
      buf[off + 2] > 1 ||
      buf[off + 3] !== 0 ||
      u32le(buf, off) + 4 > wireLength + 4096 ||
      u32le(buf, off + 4) + 4 > u32le(buf, off)
    )
      return Verdict.No;
    return NAMES.some((name) => startsWith(buf, off + 8, end, name)) ? Verdict.Yes : Verdict.No;
  },
};
