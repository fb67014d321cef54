/** Cisco Skinny (SCCP) on port 2000: little-endian length, header version, message id. */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const skinny: Dissector = {
  app: 'skinny',
  over: [6],
  ports: [2000, 2443],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 2000 && recvPort !== 2000 && recvPort !== 2443) return Verdict.No;
    if (end - off < 12) return Verdict.More;
    const length = u32le(buf, off);
    const version = u32le(buf, off + 4);
    return length >= 4 && length <= 0x1000 && version <= 0x20 && u32le(buf, off + 8) < 0x200 ? Verdict.Yes : Verdict.No;
  },
};
