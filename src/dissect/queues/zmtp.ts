/** ZeroMQ Message Transport Protocol, RFC 23/ZMTP 3.0: signature FF … 7F, version, mechanism. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const zmtp: Dissector = {
  app: 'zeromq',
  over: [6],
  ports: [],
  firstBytes: [0xff],
  probe({ buf, off, end }) {
    if (buf[off] !== 0xff) return Verdict.No;
    if (end - off < 11) return Verdict.More;
    return u32(buf, off + 1) === 0 && buf[off + 9] === 0x7f && buf[off + 10] <= 3 ? Verdict.Yes : Verdict.No;
  },
};
