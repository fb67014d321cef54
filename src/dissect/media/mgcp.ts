/** Media Gateway Control Protocol, RFC 3435 §3.2: verb, transaction, endpoint, "MGCP 1.0"; a response is code and transaction. */

import { indexOfText, isDigit, lineEnd } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { announceSdp } from './announce-media.ts';

export const mgcp: Dissector = {
  app: 'mgcp',
  announces: announceSdp,
  over: [17],
  ports: [2427, 2727],
  probe({ buf, off, end, sendPort }) {
    const stop = lineEnd(buf, off, Math.min(end, off + 256));
    if (stop - off < 8) return Verdict.No;
    if (
      indexOfText(buf, off, stop, ' MGCP 1.') > 0 &&
      buf[off] >= 0x41 &&
      buf[off + 4] === 0x20 &&
      isDigit(buf[off + 5])
    )
      return Verdict.Yes;
    if (sendPort !== 2427 && sendPort !== 2727) return Verdict.No;
    return isDigit(buf[off]) &&
      isDigit(buf[off + 1]) &&
      isDigit(buf[off + 2]) &&
      buf[off + 3] === 0x20 &&
      isDigit(buf[off + 4])
      ? Verdict.Yes
      : Verdict.No;
  },
};
