/**
 * Mitsubishi MELSEC MC protocol, SH-080008 §4: frames 3E (50 00) and 4E (54 00), answers D0 and D4, network, PC, module 03FF,
 * station, u16 little-endian length of the rest.
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const melsec: Dissector = {
  app: 'melsec',
  over: [6, 17],
  ports: [5006, 5007, 5002],
  firstBytes: [0x50, 0xd0, 0x54, 0xd4],
  probe({ buf, off, end, wireLength, proto }) {
    const size = end - off;
    if (size < 11) return proto === 6 ? Verdict.More : Verdict.No;
    if (buf[off + 1] !== 0) return Verdict.No;
    const at = (buf[off] & 0x0f) === 4 ? off + 6 : off + 2;
    if (at + 7 > end || (at === off + 6 && (buf[off + 4] | buf[off + 5]) !== 0)) return Verdict.No;
    return buf[at + 1] === 0xff &&
      u16le(buf, at + 2) === 0x03ff &&
      buf[at + 4] === 0 &&
      at + 7 - off + u16le(buf, at + 5) === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
