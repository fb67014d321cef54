/** RELP, rsyslog: "1 open 85 relp_version=0". */
import { indexOfText, isDigit, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const relp: Dissector = {
  app: 'relp',
  over: [6],
  ports: [2514, 20514],
  firstBytes: [0x31],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 8) return startsWith(buf, off, end, '1 open '.slice(0, size)) ? Verdict.More : Verdict.No;
    return startsWith(buf, off, end, '1 open ') &&
      isDigit(buf[off + 7]) &&
      indexOfText(buf, off, Math.min(end, off + 64), 'relp_version=') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
