/** Dahua DHIP: u32 little-endian header length 32, "DHIP". */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dhip: Dissector = {
  app: 'dahua-dhip',
  over: [6, 17],
  ports: [37777, 37810],
  noGuess: true,
  firstBytes: [0x20],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 32 && startsWith(buf, off, end, ' \0\0\0DHIP') ? Verdict.Yes : Verdict.No;
  },
};
