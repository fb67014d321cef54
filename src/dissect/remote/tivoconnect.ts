/** TiVo Connect automatic machine discovery §4: lines of name=value that begin "tivoconnect=1". */
import { startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const tivoconnect: Dissector = {
  app: 'tivoconnect',
  over: [17, 6],
  ports: [2190],
  firstBytes: [0x74, 0x54],
  probe({ buf, off, end }) {
    return startsWithNoCase(buf, off, end, 'tivoconnect=') ? Verdict.Yes : Verdict.No;
  },
};
