/** SMB 1 (MS-CIFS §2.2) and SMB 2/3 (MS-SMB2 §2.1, §2.2), in the direct TCP framing of RFC 1002 §4.3.1 on ports 445 and 139. */
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const SESSION_MESSAGE = 0x00;
const MARK = 4; // after type and a length of 24 bits

export const smb: Dissector = {
  app: 'smb',
  over: [6],
  ports: [445],
  firstBytes: [SESSION_MESSAGE],
  probe({ buf, off, end }) {
    if (buf[off] !== SESSION_MESSAGE) return Verdict.No;
    if (end - off < MARK + 4) return Verdict.More;
    if (buf[off + 5] !== 0x53 || buf[off + 6] !== 0x4d || buf[off + 7] !== 0x42) return Verdict.No; // "SMB"
    const mark = buf[off + MARK]; // FF v1, FE v2/3, FD encrypted, FC compressed
    return mark >= 0xfc ? Verdict.Yes : Verdict.No;
  },
};
