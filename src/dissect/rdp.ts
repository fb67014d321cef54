/** Remote Desktop Protocol: X.224 connection request and confirm over TPKT, MS-RDPBCGR §2.2.1.1 and §2.2.1.2. */
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWith, u16, u16le } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const USER = fact('user');
const COOKIE = 'Cookie: mstshash=';
const X224 = 4; // behind the TPKT header
const VARIABLE = 11; // behind the fixed part of the X.224 header
const REQUEST = 0xe0;
const CONFIRM = 0xd0;

export const rdp: Dissector = {
  app: 'rdp',
  over: [6],
  ports: [3389],
  firstBytes: [3],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < VARIABLE) return buf[off] === 3 ? Verdict.More : Verdict.No;
    if (buf[off] !== 3 || buf[off + 1] !== 0) return Verdict.No;
    const length = u16(buf, off + 2);
    const kind = buf[off + X224 + 1];
    if ((kind !== REQUEST && kind !== CONFIRM) || buf[off + X224] !== length - 5) return Verdict.No;
    if (length === VARIABLE) return sendPort === 3389 || recvPort === 3389 ? Verdict.Yes : Verdict.No;
    if (end - off < VARIABLE + 8) return Verdict.More;
    if (startsWith(buf, off + VARIABLE, end, 'Cookie: ')) return Verdict.Yes;
    const negotiation = buf[off + VARIABLE]; // 1 request, 2 response, 3 failure, each 8 bytes long
    return negotiation >= 1 && negotiation <= 3 && u16le(buf, off + VARIABLE + 2) === 8 ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    const cookie = off + VARIABLE;
    if (startsWith(buf, cookie, end, COOKIE)) {
      const stop = indexOfByte(buf, cookie, end, 0x0d);
      if (stop > 0) facts.text(USER, buf, cookie + COOKIE.length, stop);
    }
    return Progress.Done;
  },
};
