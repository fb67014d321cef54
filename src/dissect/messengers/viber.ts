/** Viber: little-endian message length and fixed words over TCP; over UDP the media relay messages on ports 7985 and 7987. */
import { u16, u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

function isRelay(port: number): boolean {
  return port === 7985 || port === 7987;
}

export const viber: Dissector = {
  app: 'viber',
  over: [6, 17],
  ports: [4244, 5242, 7985, 7987],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto === 17) {
      const own = isRelay(sendPort) || isRelay(recvPort);
      const kind = end - off >= 4 ? buf[off + 2] : 0;
      return own &&
        buf[off + 3] === 0 &&
        ((kind === 1 && end - off > 200) || (kind === 9 && end - off === 20) || (kind === 0x19 && end - off === 34))
        ? Verdict.Yes
        : Verdict.No;
    }
    if (end - off < 11) return recvPort === 4244 || recvPort === 5242 ? Verdict.More : Verdict.No;
    const length = u16le(buf, off);
    const first = u16(buf, off + 6) === 0xfcff && buf[off + 8] <= 0x0f && buf[off + 9] === 0x80;
    return first && length >= 20 && length <= 0x400 ? Verdict.Yes : Verdict.No;
  },
};
