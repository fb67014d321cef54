/** UCP/EMI of short message centres (EMI specification §4): STX, reference, length, O or R, operation, …, ETX. */
import { isDigit } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const SLASH = 0x2f;

export const ucp: Dissector = {
  app: 'ucp',
  over: [6],
  ports: [],
  firstBytes: [2],
  probe({ buf, off, end }) {
    if (
      end - off < 15 ||
      buf[off + 3] !== SLASH ||
      buf[off + 9] !== SLASH ||
      buf[off + 11] !== SLASH ||
      buf[off + 14] !== SLASH
    )
      return Verdict.No;
    for (let at = off + 1; at < off + 9; at++) if (at !== off + 3 && !isDigit(buf[at])) return Verdict.No;
    return buf[off + 10] === 0x4f || buf[off + 10] === 0x52 ? Verdict.Yes : Verdict.No;
  },
};
