/** LIFX LAN protocol, header: u16 little-endian size, protocol 1024 with the addressable bit, source, target, …, type. */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const lifx: Dissector = {
  app: 'lifx',
  over: [17],
  ports: [56700],
  noGuess: true,
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 36 || u16le(buf, off) !== wireLength) return Verdict.No;
    return (u16le(buf, off + 2) & 0x1fff) === 0x1400 && u16le(buf, off + 34) === 0 && u16le(buf, off + 32) < 1000
      ? Verdict.Yes
      : Verdict.No;
  },
};
