/**
 * Simple Binary Encoding of the FIX Trading Community: in its Simple Open Framing Header (u32 length, u16 encoding), or in
 * packets of CME's market data (u32 sequence, u64 time, messages behind u16 lengths).
 */
import { u16, u16le, u32, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const LITTLE = 0xeb50;
const BIG = 0x5be0;
const PACKET_BYTES = 12;
/** upper half of a time in ns, 2010 to 2040 */
const SINCE = 294_000_000;
const UNTIL = 515_000_000;

function isFramed(buf: Uint8Array, off: number, wireLength: number): boolean {
  const encoding = u16(buf, off + 4);
  const length = u32(buf, off);
  return (encoding === LITTLE || encoding === BIG) && length >= 14 && length <= wireLength;
}

/** Messages fill the packet, each with its block length, template, schema and version. */
function isPacket(buf: Uint8Array, off: number, end: number): boolean {
  const time = u32le(buf, off + 8);
  if (time < SINCE || time > UNTIL) return false;
  let at = off + PACKET_BYTES;
  while (at + 10 <= end) {
    const size = u16le(buf, at);
    if (size < 10 || u16le(buf, at + 2) > size || u16le(buf, at + 6) > 64 || u16le(buf, at + 8) > 64) return false;
    at += size;
  }
  return at === end && end > off + PACKET_BYTES;
}

export const sbe: Dissector = {
  app: 'sbe',
  over: [6, 17],
  ports: [],
  probe({ buf, off, end, wireLength, proto }) {
    if (end - off < 22 || end - off !== wireLength) return Verdict.No;
    return isFramed(buf, off, wireLength) || (proto === 17 && isPacket(buf, off, end)) ? Verdict.Yes : Verdict.No;
  },
};
