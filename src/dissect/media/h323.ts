/**
 * H.323: Q.931 call signalling in TPKT (ITU-T H.225.0 §7.3) on 1720, H.245 logical channels, and H.225 RAS on 1718 and 1719,
 * told by the object identifier of H.225.0 (0.0.8.2250.0) that its messages carry.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const Q931 = 0x08;

function isRas(port: number): boolean {
  return port === 1718 || port === 1719;
}

/** 00 08 91 4A (H.225.0) or 00 08 81 75 (H.245), behind the length 06 of the identifier. */
function hasObject(buf: Uint8Array, off: number, end: number): boolean {
  for (let at = off; at + 5 <= end; at++) {
    if (buf[at] !== 6) continue;
    const object = u32(buf, at + 1);
    if (object === 0x0008914a || object === 0x00088175) return true;
  }
  return false;
}

export const h323: Dissector = {
  app: 'h323',
  over: [6, 17],
  ports: [1719, 1720, 1718],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (proto === 17) {
      if (!isRas(sendPort) && !isRas(recvPort)) return Verdict.No;
      return end - off >= 10 && buf[off] <= 0x7c && hasObject(buf, off, Math.min(end, off + 20))
        ? Verdict.Yes
        : Verdict.No;
    }
    if (buf[off] !== 3) return Verdict.No;
    if (end - off < 10) return Verdict.More;
    if (buf[off + 1] !== 0 || u16(buf, off + 2) < 7) return Verdict.No;
    if (buf[off + 4] === Q931)
      return buf[off + 5] <= 2 && (recvPort === 1720 || sendPort === 1720 || hasObject(buf, off, end))
        ? Verdict.Yes
        : Verdict.No;
    return buf[off + 4] === 0x02 && hasObject(buf, off, Math.min(end, off + 24)) ? Verdict.Yes : Verdict.No; // H.245 capability set
  },
};
