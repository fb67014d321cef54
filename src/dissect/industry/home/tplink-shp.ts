/** TP-Link Smart Home (Kasa): JSON under an XOR autokey cipher whose first key is AB, so that it begins D0 F2; over TCP behind a length. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** Each byte is enciphered with the one before it: a small letter or a line stands here. */
function isLetter(buf: Uint8Array, at: number): boolean {
  const plain = buf[at] ^ buf[at - 1];
  return plain >= 0x5f && plain <= 0x7a;
}

export const tplinkShp: Dissector = {
  app: 'tplink-shp',
  over: [6, 17],
  ports: [9999],
  firstBytes: [0, 0xd0],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto === 17)
      return end - off >= 8 && u16(buf, off) === 0xd0f2 && isLetter(buf, off + 2) && isLetter(buf, off + 3)
        ? Verdict.Yes
        : Verdict.No;
    if (end - off < 8) return buf[off] === 0 && (recvPort === 9999 || sendPort === 9999) ? Verdict.More : Verdict.No;
    return buf[off] === 0 && u16(buf, off + 4) === 0xd0f2 && u32(buf, off) < 0x10000 ? Verdict.Yes : Verdict.No;
  },
};
