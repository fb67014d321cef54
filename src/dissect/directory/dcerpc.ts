/**
 * DCE/RPC, C706 §12.6.3 (connection-oriented: version 5.0 or 5.1, type, flags, data representation, fragment length) and
 * §12.5.2 (datagrams: version 4).
 */

import { u16, u16le, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { announceEndpoints } from '../media/announce-calls.ts';

const LITTLE = 0x10; // integers little-endian, characters ASCII
const FIRST_OR_LAST = 3;
const BIND = 11;
const DATAGRAM_HEADER = 80;

export const dcerpc: Dissector = {
  app: 'dcerpc',
  announces: announceEndpoints,
  over: [6, 17],
  ports: [135, 593],
  firstBytes: [4, 5],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (proto === 17) {
      if (
        end - off < DATAGRAM_HEADER ||
        buf[off] !== 4 ||
        buf[off + 1] > 10 ||
        buf[off + 4] !== LITTLE ||
        u16(buf, off + 5) !== 0
      )
        return Verdict.No;
      const identified = u32(buf, off + 24) !== 0 && u32(buf, off + 40) !== 0; // interface and activity
      return identified && u16le(buf, off + 74) + DATAGRAM_HEADER === wireLength ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] !== 5) return Verdict.No;
    const own = sendPort === 135 || recvPort === 135;
    if (end - off < 24)
      return (end - off < 2 || buf[off + 1] <= 1) && (end - off < 5 || buf[off + 4] === LITTLE || own)
        ? Verdict.More
        : Verdict.No;
    const little = buf[off + 4] === LITTLE;
    if (buf[off + 1] > 1 || buf[off + 2] > 19 || (!little && buf[off + 4] !== 0)) return Verdict.No;
    if (!little && !own && (buf[off + 2] !== BIND || u16(buf, off + 8) !== wireLength)) return Verdict.No;
    if (buf[off + 5] !== 0 || u16(buf, off + 6) !== 0 || (buf[off + 3] & FIRST_OR_LAST) === 0) return Verdict.No;
    const length = little ? u16le(buf, off + 8) : u16(buf, off + 8);
    return length >= 24 && (little ? u16le(buf, off + 10) : u16(buf, off + 10)) < length ? Verdict.Yes : Verdict.No;
  },
};
