/** FastTrack (Kazaa): "GIVE" and a number alone in its line; "GET /.hash=" and 32 hex digits. */
import { isDigit, startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const fasttrack: Dissector = {
  app: 'fasttrack',
  over: [6],
  ports: [1214],
  firstBytes: [0x47],
  probe({ buf, off, end }) {
    if (startsWith(buf, off, end, 'GET /.hash=')) return Verdict.Yes;
    if (!startsWith(buf, off, end, 'GIVE ')) return Verdict.No;
    let at = off + 5;
    while (at < end && isDigit(buf[at])) at++;
    return at > off + 6 && at + 2 <= end && u16(buf, at) === 0x0d0a ? Verdict.Yes : Verdict.No;
  },
};
