/**
 * Erlang distribution handshake: u16 length of the rest, n and version 5 and flags, or N and flags, then NAME@HOST (Erlang
 * distribution protocol §13.2).
 */
import { indexOfByte, isText, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const erlang: Dissector = {
  app: 'erlang',
  over: [6],
  ports: [],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 14 || u16(buf, off) + 2 !== wireLength || size !== wireLength) return Verdict.No;
    const at = buf[off + 2] === 0x6e && u16(buf, off + 3) === 5 ? off + 9 : buf[off + 2] === 0x4e ? off + 17 : end;
    if (at >= end - 3) return Verdict.No;
    const sign = indexOfByte(buf, at, end, 0x40);
    return sign > at && sign < end - 1 && isText(buf, at, end) ? Verdict.Yes : Verdict.No;
  },
};
