/**
 * ANSI C12.22 §6 and RFC 6142: an ACSE association of BER, application 0, whose elements are A2, A4, A6, A7, A8, AB, AC, BE or
 * 80.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const c1222: Dissector = {
  app: 'ansi-c1222',
  over: [6, 17],
  ports: [1153],
  onOwnPortsOnly: true,
  firstBytes: [0x60],
  probe({ buf, off, end, wireLength, proto }) {
    const size = end - off;
    if (size < 6) return proto === 6 ? Verdict.More : Verdict.No;
    const long = (buf[off + 1] & 0x80) !== 0 ? buf[off + 1] & 0x7f : 0;
    if (long > 2) return Verdict.No;
    const first = buf[off + 2 + long];
    const length = long === 0 ? buf[off + 1] : long === 1 ? buf[off + 2] : u16(buf, off + 2);
    if (2 + long + length !== wireLength && proto === 17) return Verdict.No;
    return first === 0x80 ||
      first === 0xa1 ||
      first === 0xa2 ||
      first === 0xa4 ||
      first === 0xa6 ||
      first === 0xa7 ||
      first === 0xa8
      ? Verdict.Yes
      : Verdict.No;
  },
};
