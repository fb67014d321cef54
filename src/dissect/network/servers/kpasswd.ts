/**
 * Kerberos password change, RFC 3244 §2: u16 length of the whole, version 1 or FF80, u16 length of the AP-REQ (application 14)
 * or AP-REP (15).
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const kpasswd: Dissector = {
  app: 'kpasswd',
  over: [17, 6],
  ports: [464],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, proto }) {
    const at = proto === 6 ? off + 4 : off;
    if (end - at < 8) return proto === 6 ? Verdict.More : Verdict.No;
    const version = u16(buf, at + 2);
    return u16(buf, at) <= wireLength &&
      (version === 1 || version === 0xff80) &&
      (buf[at + 6] === 0x6e || buf[at + 6] === 0x6f || buf[at + 6] === 0x7e)
      ? Verdict.Yes
      : Verdict.No;
  },
};
