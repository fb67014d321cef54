/**
 * Packets as a capture file over TCP: the file header of pcap (magic, version 2.4) or pcapng (section header and its byte
 * order); on its own port, since a transferred file begins so as well.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const pcapOverIp: Dissector = {
  app: 'pcap-over-ip',
  over: [6],
  ports: [57012],
  onOwnPortsOnly: true,
  noGuess: true,
  firstBytes: [0xd4, 0xa1, 0x0a, 0x4d],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    if (u32(buf, off) === 0x0a0d0d0a)
      return u32(buf, off + 8) === 0x1a2b3c4d || u32(buf, off + 8) === 0x4d3c2b1a ? Verdict.Yes : Verdict.No;
    const magic = u32(buf, off);
    const little = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1;
    return (little && u32(buf, off + 4) === 0x02000400) ||
      ((magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) && u32(buf, off + 4) === 0x00020004)
      ? Verdict.Yes
      : Verdict.No;
  },
};
