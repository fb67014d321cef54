/** Siemens S7 communication (0x32) and S7comm-plus (0x72) in COTP data, RFC 1006 §6; its connection request asks for TSAPs on port 102. */
import { u16 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const s7comm: Dissector = {
  app: 's7comm',
  over: [6],
  ports: [],
  firstBytes: [3],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 3) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    if (buf[off + 1] !== 0 || u16(buf, off + 2) < 8) return Verdict.No;
    const kind = buf[off + 5];
    if (kind === 0xf0 && buf[off + 4] === 2)
      return buf[off + 7] === 0x32 || buf[off + 7] === 0x72 ? Verdict.Yes : Verdict.No;
    if ((kind !== 0xe0 && kind !== 0xd0) || (sendPort !== 102 && recvPort !== 102)) return Verdict.No;
    // the message behind the connection request tells S7 from MMS
    const next = off + u16(buf, off + 2);
    if (next + 8 > end) return Verdict.More;
    return buf[next] === 3 && buf[next + 5] === 0xf0 && (buf[next + 7] === 0x32 || buf[next + 7] === 0x72)
      ? Verdict.Yes
      : Verdict.No;
  },
};
