/** DRDA of Db2 and Derby, DRDA V5 vol. 3 (DDM): length, D0, format, correlation, then the object's length and code point. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const drda: Dissector = {
  app: 'drda',
  over: [6],
  ports: [50000, 446],
  probe({ buf, off, end }) {
    if (end - off < 10) return end - off < 3 || buf[off + 2] === 0xd0 ? Verdict.More : Verdict.No;
    const length = u16(buf, off);
    if (buf[off + 2] !== 0xd0 || (buf[off + 3] & 0x0f) === 0 || (buf[off + 3] & 0x0f) > 5 || length < 10)
      return Verdict.No;
    const object = u16(buf, off + 6);
    return object + 6 === length && buf[off + 8] >= 0x10 && buf[off + 8] <= 0x24 ? Verdict.Yes : Verdict.No;
  },
};
