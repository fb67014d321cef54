/** Bacula: u32 length, "Hello … calling" (Bacula developer's guide, "Director services daemon"). */
import { isText, startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const bacula: Dissector = {
  app: 'bacula',
  over: [6],
  ports: [9101, 9102, 9103],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    return 4 + u32(buf, off) === wireLength && startsWith(buf, off + 4, end, 'Hello ') && isText(buf, off + 4, end - 1)
      ? Verdict.Yes
      : Verdict.No;
  },
};
