/** sFlow 2, 4 and 5, sFlow version 5 §5: version, type and address of the agent, sequence, uptime, samples. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const sflow: Dissector = {
  app: 'sflow',
  over: [17],
  ports: [6343],
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 28 || u32(buf, off) > 5 || u32(buf, off) < 2) return Verdict.No;
    const type = u32(buf, off + 4);
    if (type !== 1 && type !== 2) return Verdict.No;
    const own = sendPort === 6343 || recvPort === 6343;
    const version = u32(buf, off);
    const samples = off + 8 + (type === 1 ? 4 : 16) + (version === 5 ? 12 : 8);
    if (samples + 8 > end || u32(buf, samples) > 64 || u32(buf, samples) === 0) return Verdict.No;
    if (version !== 5 || samples + 12 > end) return own ? Verdict.Yes : Verdict.No;
    const length = u32(buf, samples + 8); // of the first sample, whole words
    if (length % 4 !== 0 || length < 8 || samples + 12 + length > off + wireLength) return Verdict.No;
    return own || (u32(buf, samples + 4) <= 5 && u32(buf, samples + 4) !== 0) ? Verdict.Yes : Verdict.No;
  },
};
