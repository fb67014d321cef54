/**
 * FANUC FOCAS Ethernet of numerical controls (pyfanuc's protocol analysis): A0 four times, version 1 to 8, kind, u16 length of the rest.
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** open, close, read and the like: a number, then 1 for requests, 2 for answers, 3 for errors */
const KINDS = new Set([0x01, 0x02, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x21]);

export const focas: Dissector = {
  app: 'focas',
  over: [6],
  ports: [8193],
  firstBytes: [0xa0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 10) return size >= 4 && u32(buf, off) === 0xa0a0a0a0 ? Verdict.More : Verdict.No;
    if (u32(buf, off) !== 0xa0a0a0a0) return Verdict.No;
    const version = u16(buf, off + 4);
    const part = buf[off + 7];
    return version >= 1 && version <= 8 && KINDS.has(buf[off + 6]) && part >= 1 && part <= 4 ? Verdict.Yes : Verdict.No;
  },
};
