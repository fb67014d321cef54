/** WhatsApp: the Noise handshake prologue "WA" of WhatsApp Web and mobile, also behind the edge routing header "ED". */
import { u24 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** "WA", then the versions of protocol and dictionary. */
function isPrologue(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 4 || buf[off] !== 0x57 || buf[off + 1] !== 0x41) return false;
  return buf[off + 2] >= 1 && buf[off + 2] <= 16 && buf[off + 3] <= 16;
}

export const whatsapp: Dissector = {
  app: 'whatsapp',
  over: [6],
  ports: [5222],
  firstBytes: [0x45, 0x57],
  probe({ buf, off, end }) {
    if (end - off < 4) return buf[off] === 0x45 || buf[off + 1] === 0x41 ? Verdict.More : Verdict.No;
    if (buf[off] === 0x45 && buf[off + 1] === 0x44) {
      if (buf[off + 2] !== 0 || buf[off + 3] !== 1) return Verdict.No;
      if (end - off < 9) return Verdict.More;
      const routing = off + 7 + u24(buf, off + 4);
      if (routing + 4 > end) return routing - off < 512 ? Verdict.More : Verdict.No;
      return isPrologue(buf, routing, end) ? Verdict.Yes : Verdict.No;
    }
    return isPrologue(buf, off, end) && end - off > 8 && u24(buf, off + 4) < 0x1000 ? Verdict.Yes : Verdict.No;
  },
};
