/** SOCKS 4 and 4a (Ying-Da Lee), SOCKS 5 (RFC 1928 §3). The greeting is short, so its every byte has to fit. */
import { indexOfByte, isText, u16, u24 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const socks: Dissector = {
  app: 'socks',
  over: [6],
  ports: [1080, 1081],
  firstBytes: [4, 5],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 3) return Verdict.More;
    const own = sendPort === 1080 || recvPort === 1080 || recvPort === 1081 || recvPort === 9050;
    if (buf[off] === 5) {
      const methods = buf[off + 1];
      if (methods === 0 || methods > 8 || (end - off !== 2 + methods && !own)) return Verdict.No;
      for (let at = off + 2; at < off + 2 + methods && at < end; at++)
        if (buf[at] > 9 && buf[at] !== 0x80 && buf[at] !== 0x81) return Verdict.No;
      if (methods > 1 || own) return Verdict.Yes;
      return buf[off + 2] === 0 || buf[off + 2] === 2 ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] !== 4 || (buf[off + 1] !== 1 && buf[off + 1] !== 2)) return Verdict.No;
    if (end - off < 9) return Verdict.More;
    if (buf[end - 1] !== 0 || u16(buf, off + 2) === 0) return Verdict.No;
    const user = indexOfByte(buf, off + 8, end, 0);
    if (!isText(buf, off + 8, user)) return Verdict.No;
    // 4a: the address is 0.0.0.x and a name stands behind the user
    if (u24(buf, off + 4) === 0)
      return buf[off + 7] !== 0 && end - user > 4 && isText(buf, user + 1, end - 1) ? Verdict.Yes : Verdict.No;
    return user === end - 1 && buf[off + 4] !== 0 && buf[off + 4] < 224 ? Verdict.Yes : Verdict.No;
  },
};
