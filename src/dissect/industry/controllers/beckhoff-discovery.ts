/** Beckhoff ADS discovery: magic 71 14 66 03, then invoke id and service (Beckhoff InfoSys, "ADS over UDP"). */
import { u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const beckhoffDiscovery: Dissector = {
  app: 'beckhoff-ads',
  over: [17],
  ports: [48899],
  noGuess: true,
  firstBytes: [3],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    return u32le(buf, off) === 0x71146603 && (u32le(buf, off + 8) & 0x7fffffff) <= 16 ? Verdict.Yes : Verdict.No;
  },
};
