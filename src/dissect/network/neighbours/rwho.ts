/** BSD rwho: version 1, kind 1, times, a host name padded with zeros, and 24 bytes for each user who is logged in; port 513. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HEADER_BYTES = 60;
const USER_BYTES = 24;

export const rwho: Dissector = {
  app: 'rwho',
  over: [17],
  ports: [513],
  onOwnPortsOnly: true,
  firstBytes: [1],
  probe({ buf, off, end, wireLength }) {
    if (end - off < 46 || buf[off + 1] !== 1 || u16(buf, off + 2) !== 0) return Verdict.No;
    const isLetter = (buf[off + 12] | 0x20) >= 0x61 && (buf[off + 12] | 0x20) <= 0x7a;
    return isLetter &&
      buf[off + 43] === 0 &&
      wireLength >= HEADER_BYTES &&
      (wireLength - HEADER_BYTES) % USER_BYTES === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
