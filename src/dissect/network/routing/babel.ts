/** Babel, RFC 8966 §4.2: magic 42, version 2, u16 length of the body, TLVs. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const babel: Dissector = {
  app: 'babel',
  over: [17],
  ports: [6696],
  firstBytes: [0x2a],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6 || buf[off + 1] !== 2) return Verdict.No;
    const stop = off + 4 + u16(buf, off + 2);
    if (stop - off > wireLength || wireLength - (stop - off) > 512) return Verdict.No;
    let at = off + 4;
    while (at < stop) {
      if (buf[at] === 0) at++;
      else if (at + 2 > end) return Verdict.No;
      else if (buf[at] > 32) return Verdict.No;
      else at += 2 + buf[at + 1];
    }
    return at === stop && stop > off + 5 ? Verdict.Yes : Verdict.No;
  },
};
