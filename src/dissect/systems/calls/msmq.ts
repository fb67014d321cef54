/** Message Queuing, MS-MQQB §2.2.19.1: base header: version 10, reserved, flags, "LIOR", packet size. */
import { startsWith, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const msmq: Dissector = {
  app: 'msmq',
  over: [6, 17],
  ports: [1801, 3527],
  firstBytes: [0x10],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    return startsWith(buf, off + 4, end, 'LIOR') && u32le(buf, off + 8) >= 16 && u32le(buf, off + 8) < 0x500000
      ? Verdict.Yes
      : Verdict.No;
  },
};
