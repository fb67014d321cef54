/** Beckhoff ADS/AMS over TCP, port 48898: reserved zero, little-endian length, AMS header with ports and command. */
import { u16, u16le, u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const ads: Dissector = {
  app: 'beckhoff-ads',
  over: [6],
  ports: [48898],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 48898 && recvPort !== 48898) return Verdict.No;
    if (end - off < 38) return Verdict.More;
    return u16(buf, off) === 0 &&
      u32le(buf, off + 2) >= 32 &&
      u32le(buf, off + 2) + 6 <= end - off &&
      u16le(buf, off + 22) <= 9
      ? Verdict.Yes
      : Verdict.No;
  },
};
