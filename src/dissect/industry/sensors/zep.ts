/**
 * ZigBee Encapsulation Protocol (as Wireshark's documentation of it): EX, version, and in version 2 a kind; the frame's
 * length stands last in the header.
 */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const zep: Dissector = {
  app: 'zep',
  over: [17],
  ports: [17754],
  firstBytes: [0x45],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 8 || !startsWith(buf, off, end, 'EX')) return Verdict.No;
    if (buf[off + 2] === 1) return size >= 16 && buf[off + 15] + 16 === wireLength ? Verdict.Yes : Verdict.No;
    if (buf[off + 2] !== 2) return Verdict.No;
    if (buf[off + 3] === 2) return wireLength === 8 ? Verdict.Yes : Verdict.No; // acknowledged
    return buf[off + 3] === 1 && size >= 32 && buf[off + 31] + 32 === wireLength ? Verdict.Yes : Verdict.No;
  },
};
