/**
 * Siemens S7comm-plus: protocol 72, version 1 to 3 or FE, in COTP data over TPKT, RFC 1006 §6; opcode 31 asks, 32 answers, 33
 * tells.
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const s7commPlus: Dissector = {
  app: 's7comm-plus',
  over: [6],
  ports: [102],
  noGuess: true,
  firstBytes: [3],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 13) return Verdict.No;
    if (
      buf[off + 1] !== 0 ||
      u16(buf, off + 2) < 11 ||
      buf[off + 4] !== 2 ||
      buf[off + 5] !== 0xf0 ||
      buf[off + 7] !== 0x72
    )
      return Verdict.No;
    const version = buf[off + 8];
    return (version >= 1 && version <= 3) || version === 0xfe ? Verdict.Yes : Verdict.No;
  },
};
