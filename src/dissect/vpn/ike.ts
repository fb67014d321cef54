/** IKEv1 (RFC 2408 §3.1) and IKEv2 (RFC 7296 §3.1), on port 4500 behind four zero bytes (RFC 3948 §2.2). */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const HEADER_BYTES = 28;

function isHeader(buf: Uint8Array, off: number, end: number, stop: number): boolean {
  if (end - off < HEADER_BYTES || (u32(buf, off) === 0 && u32(buf, off + 4) === 0)) return false;
  const version = buf[off + 17];
  const exchange = buf[off + 18];
  const v1 = version === 0x10 && ((exchange >= 1 && exchange <= 6) || exchange === 32 || exchange === 33);
  const v2 = version >> 4 === 2 && exchange >= 34 && exchange <= 44;
  if (!v1 && !v2) return false;
  return off + u32(buf, off + 24) === stop;
}

export const ike: Dissector = {
  app: 'ike',
  over: [17],
  ports: [500, 4500],
  probe({ buf, off, end, wireLength }) {
    const stop = off + wireLength;
    if (isHeader(buf, off, end, stop)) return Verdict.Yes;
    return end - off >= HEADER_BYTES + 4 && u32(buf, off) === 0 && isHeader(buf, off + 4, end, stop)
      ? Verdict.Yes
      : Verdict.No;
  },
};
