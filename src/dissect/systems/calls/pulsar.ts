/**
 * Apache Pulsar binary protocol: u32 total, u32 command size, then the protobuf BaseCommand: field 1 is 2 (CONNECT) and field 2,
 * or 3 (CONNECTED) and field 3.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const pulsar: Dissector = {
  app: 'pulsar',
  over: [6],
  ports: [6650],
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const command = u32(buf, off + 4);
    const type = buf[off + 9];
    return u32(buf, off) === command + 4 &&
      command < 0x10000 &&
      buf[off + 8] === 8 &&
      ((type === 2 && buf[off + 10] === 0x12) || (type === 3 && buf[off + 10] === 0x1a))
      ? Verdict.Yes
      : Verdict.No;
  },
};
