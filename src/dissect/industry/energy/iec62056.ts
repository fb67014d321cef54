/**
 * DLMS/COSEM wrapper, IEC 62056-47 §5: version 1, source and destination port, u16 length of the rest, then an APDU tag; in HDLC
 * frames of format A on port 4059.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

/** Tags of IEC 62056-53: association, get, set, action and their ciphered kin. */
function isTag(tag: number): boolean {
  return (
    (tag >= 0x60 && tag <= 0x63) ||
    (tag >= 0xc0 && tag <= 0xdf) ||
    tag === 0x0f ||
    tag === 0x01 ||
    tag === 0x0e ||
    tag === 0x21
  );
}

export const iec62056: Dissector = {
  app: 'iec62056',
  over: [6, 17],
  ports: [4059],
  firstBytes: [0, 0x7e],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 9) return Verdict.No;
    if (buf[off] === 0x7e)
      return (recvPort === 4059 || sendPort === 4059) &&
        buf[off + 1] >> 4 === 0xa &&
        (((buf[off + 1] & 7) << 8) | buf[off + 2]) + 2 === wireLength &&
        buf[off + wireLength - 1] === 0x7e &&
        size === wireLength
        ? Verdict.Yes
        : Verdict.No;
    if (u16(buf, off) !== 1 || 8 + u16(buf, off + 6) !== wireLength || !isTag(buf[off + 8])) return Verdict.No;
    return u16(buf, off + 2) < 0x0400 &&
      u16(buf, off + 4) < 0x0400 &&
      (recvPort === 4059 || sendPort === 4059 || buf[off + 8] === 0x60 || buf[off + 8] === 0x61)
      ? Verdict.Yes
      : Verdict.No;
  },
};
