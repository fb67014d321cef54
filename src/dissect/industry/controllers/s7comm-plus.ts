/**
 * Siemens S7comm-plus: protocol 72, version 1 to 3 or FE, in COTP data over TPKT, RFC 1006 §6; opcode 31 asks, 32 answers, 33
 * tells.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const s7commPlus: Dissector = {
  app: 's7comm-plus',
  over: [6],
  ports: [102],
  noGuess: true,
  firstBytes: [3],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    if (size < 8 || buf[off + 1] !== 0) return Verdict.No;
    let at = off;
    const kind = buf[off + 5];
    if ((kind === 0xe0 || kind === 0xd0) && (recvPort === 102 || sendPort === 102)) {
      // what is spoken shows behind the connection request
      at = off + u16(buf, off + 2);
      if (at + 9 > end) return u16(buf, off + 2) < 64 ? Verdict.More : Verdict.No;
    }
    if (
      end - at < 9 ||
      buf[at] !== 3 ||
      u16(buf, at + 2) < 11 ||
      buf[at + 4] !== 2 ||
      buf[at + 5] !== 0xf0 ||
      buf[at + 7] !== 0x72
    )
      return Verdict.No;
    const version = buf[at + 8];
    return (version >= 1 && version <= 3) || version === 0xfe ? Verdict.Yes : Verdict.No;
  },
};
