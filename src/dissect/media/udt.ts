/**
 * UDT handshake, draft-gg-udt-03 §2.2: control type 0, version 4, a stream socket (1), sequence, packet size, window, kind;
 * SRT says 2.
 */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const KIND_END = 40;

export const udt: Dissector = {
  app: 'udt',
  over: [17],
  ports: [],
  firstBytes: [0x80],
  probe({ buf, off, end, wireLength }) {
    if (end - off < KIND_END || wireLength !== 64 || u32(buf, off) !== 0x80000000 || u32(buf, off + 4) !== 0)
      return Verdict.No;
    const size = u32(buf, off + 28);
    const kind = u32(buf, off + 36);
    return u32(buf, off + 16) === 4 &&
      u32(buf, off + 20) === 1 &&
      size >= 500 &&
      size <= 65535 &&
      (kind <= 2 || kind >= 0xfffffffe)
      ? Verdict.Yes
      : Verdict.No;
  },
};
