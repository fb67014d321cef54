/** sFlow 2, 4 and 5, sFlow version 5 §5: version, type and address of the agent, sequence, uptime, samples. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const sflow: Dissector = {
  app: 'sflow',
  over: [17],
  ports: [6343],
  firstBytes: [0],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 28 || u32(buf, off) > 5 || u32(buf, off) < 2) return Verdict.No;
    const type = u32(buf, off + 4);
    if (type !== 1 && type !== 2) return Verdict.No;
    const samples = off + 8 + (type === 1 ? 4 : 16) + 12;
    return samples + 8 <= end &&
      u32(buf, samples) <= 64 &&
      (sendPort === 6343 || recvPort === 6343 || u32(buf, samples + 4) <= 4)
      ? Verdict.Yes
      : Verdict.No;
  },
};
