/** Nagios NRPE: version 2 to 4, type 1 or 2, CRC-32 of the packet with a CRC of 0; version 2 is 1036 bytes (NRPE common.h). */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function crc(buf: Uint8Array, off: number, end: number): number {
  let sum = -1;
  for (let at = off; at < end; at++) {
    sum ^= at >= off + 4 && at < off + 8 ? 0 : buf[at];
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

export const nrpe: Dissector = {
  app: 'nrpe',
  over: [6],
  ports: [5666],
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const version = u16(buf, off);
    if (version < 2 || version > 4 || u16(buf, off + 2) < 1 || u16(buf, off + 2) > 3 || size > 2048) return Verdict.No;
    if (size < wireLength) return Verdict.No;
    return (version === 2 ? size === 1036 : size >= 16) && crc(buf, off, end) === u32(buf, off + 4)
      ? Verdict.Yes
      : Verdict.No;
  },
};
