/** Streaming ACN, ANSI E1.31 §5: preamble 0010, postamble 0, "ASC-E1.17". */
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const sacn: Dissector = {
  app: 'sacn',
  over: [17],
  ports: [5568],
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 22 && u32(buf, off) === 0x00100000 && startsWith(buf, off + 4, end, 'ASC-E1.17\0\0\0')
      ? Verdict.Yes
      : Verdict.No;
  },
};
