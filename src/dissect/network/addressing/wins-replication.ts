/** WINS replication, MS-WINSRA §2.2.1: u32 length of the rest, opcode 7800, association, message type 0 to 3. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const winsReplication: Dissector = {
  app: 'wins-replication',
  over: [6],
  ports: [42],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 16) return Verdict.More;
    return (u32(buf, off + 4) & 0xffff) === 0x7800 &&
      u32(buf, off + 12) <= 3 &&
      4 + u32(buf, off) <= wireLength + 4096 &&
      u32(buf, off) >= 12
      ? Verdict.Yes
      : Verdict.No;
  },
};
