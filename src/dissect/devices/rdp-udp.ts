/**
 * Remote Desktop over UDP, MS-RDPEUDP §2.2.2.1: the SYN: FFFFFFFF, window, flags with SYN and without ACK, initial number, two
 * MTUs of 1132 to 1232.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const rdpUdp: Dissector = {
  app: 'rdp',
  over: [17],
  ports: [3389],
  firstBytes: [0xff],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 16) return Verdict.No;
    const flags = u16(buf, off + 6);
    const up = u16(buf, off + 12);
    const down = u16(buf, off + 14);
    return u32(buf, off) === 0xffffffff && (flags & 5) === 1 && up >= 1132 && up <= 1232 && down >= 1132 && down <= 1232
      ? Verdict.Yes
      : Verdict.No;
  },
};
