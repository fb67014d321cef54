/**
 * Xiongmai DVR-IP: FF 00 or 01, two reserved bytes, session, sequence, total, current, u16 message, u32 length (little-endian)
 * of what follows.
 */
import { u16, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dvrip: Dissector = {
  app: 'dvrip',
  over: [6],
  ports: [34567],
  noGuess: true,
  onOwnPortsOnly: true,
  firstBytes: [0xff],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 20) return Verdict.More;
    return buf[off + 1] <= 1 && u16(buf, off + 2) === 0 && 20 + u32le(buf, off + 16) === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
