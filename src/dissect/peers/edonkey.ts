/** eDonkey and eMule: E3, C5 or D4, little-endian length, opcode, as Wireshark's packet-edonkey has it. */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const edonkey: Dissector = {
  app: 'edonkey',
  over: [6],
  ports: [4661, 4662],
  firstBytes: [0xe3, 0xc5],
  probe({ buf, off, end }) {
    if (end - off < 6) return Verdict.More;
    const length = u32le(buf, off + 1);
    const code = buf[off + 5];
    if (length < 2 || length > 0x10000) return Verdict.No;
    if (buf[off] === 0xe3 && code === 1 && end - off >= 23) {
      // hello: of a peer it begins with the size of the user hash, 16
      const hash = buf[off + 6] === 16 || length === end - off - 5;
      return hash && length >= 0x1a ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] === 0xe3)
      return code === 0x4c && length >= 0x1a && length === end - off - 5 ? Verdict.Yes : Verdict.No;
    return buf[off] === 0xc5 &&
      (code === 1 || code === 2) &&
      length === end - off - 5 &&
      end - off > 7 &&
      buf[off + 6] < 0x80
      ? Verdict.Yes
      : Verdict.No;
  },
};
