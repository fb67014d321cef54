/**
 * RIST main profile, VSF TR-06-2:2021 §5: GRE in UDP, its protocol 88B6 with reduced overhead: two ports, then RTP or RTCP version 2.
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const KEY = 0x2000;
const SEQUENCE = 0x1000;
const REDUCED_OVERHEAD = 0x88b6;

export const rist: Dissector = {
  app: 'rist',
  over: [17],
  ports: [],
  firstBytes: [0x00, 0x10, 0x20, 0x30],
  probe({ buf, off, end }) {
    if (end - off < 16 || u16(buf, off + 2) !== REDUCED_OVERHEAD || (u16(buf, off) & 0x0fc7) !== 0) return Verdict.No;
    const flags = u16(buf, off);
    const ports = off + 4 + ((flags & KEY) !== 0 ? 4 : 0) + ((flags & SEQUENCE) !== 0 ? 4 : 0);
    return ports + 8 <= end && u16(buf, ports + 2) !== 0 && buf[ports + 4] >> 6 === 2 ? Verdict.Yes : Verdict.No;
  },
};
