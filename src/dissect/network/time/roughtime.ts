/** Roughtime, draft-ietf-ntp-roughtime §5: count of tags, offsets, then tags in order; requests are padded to 1024 bytes. */
import { startsWith, u32, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const roughtime: Dissector = {
  app: 'roughtime',
  over: [17],
  ports: [2002, 2003],
  probe({ buf, off, end }) {
    if (end - off < 16) return Verdict.No;
    const start = startsWith(buf, off, end, 'ROUGHTIM') ? off + 12 : off;
    const tags = u32le(buf, start);
    if (tags < 2 || tags > 16 || end - start < 8 * tags) return Verdict.No;
    for (let tag = start + 4 * tags; tag + 4 <= end && tag < start + 8 * tags; tag += 4) {
      const name = u32(buf, tag);
      if (name === 0x4e4f4e43 || name === 0x53494700 || name === 0x53524550) return Verdict.Yes; // NONC, SIG, SREP
    }
    return Verdict.No;
  },
};
