/** RMCP of DMTF DSP0136 §3.2 (ASF and IPMI): version 6, sequence FF, class. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const rmcp: Dissector = {
  app: 'rmcp',
  over: [17],
  ports: [623, 664],
  firstBytes: [6],
  probe({ buf, off, end }) {
    if (end - off < 8 || buf[off] !== 6 || buf[off + 1] !== 0) return Verdict.No;
    const kind = buf[off + 3] & 0x1f;
    if (kind === 6) return u32(buf, off + 4) === 0x000011be ? Verdict.Yes : Verdict.No; // ASF: its IANA enterprise number
    return kind === 7 && buf[off + 2] === 0xff && (buf[off + 4] <= 2 || buf[off + 4] === 5 || buf[off + 4] === 6)
      ? Verdict.Yes
      : Verdict.No;
  },
};
