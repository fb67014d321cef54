/** AnyDesk direct connections and discovery: 3E D1 03 and its kin. */
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const anydesk: Dissector = {
  app: 'anydesk',
  over: [6],
  ports: [],
  firstBytes: [0x3e],
  probe({ buf, off, end }) {
    return end - off >= 8 && buf[off] === 0x3e && buf[off + 1] === 0xd1 && buf[off + 2] === 0x03 && buf[off + 3] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
