/** Dante (Audinate) control and monitoring: ff, and the maker's name at byte 16. */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const dante: Dissector = {
  app: 'dante',
  over: [17],
  ports: [8700, 8702, 8708],
  firstBytes: [0xff],
  probe: ({ buf, off, end }) =>
    end - off >= 24 && startsWith(buf, off + 16, end, 'Audinate') ? Verdict.Yes : Verdict.No,
};
