/** RustDesk rendezvous (rendezvous.proto): RegisterPeer (field 6) that begins with the id, 9 or 10 digits. */
import { isDigit } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const rustdesk: Dissector = {
  app: 'rustdesk',
  over: [17, 6],
  ports: [21116],
  onOwnPortsOnly: true,
  firstBytes: [0x32, 0x42],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 13 || buf[off + 1] !== wireLength - 2 || buf[off + 2] !== 0x0a || buf[off + 3] < 8 || buf[off + 3] > 16)
      return Verdict.No;
    for (let at = off + 4; at < off + 4 + buf[off + 3] && at < end; at++) if (!isDigit(buf[at])) return Verdict.No;
    return Verdict.Yes;
  },
};
