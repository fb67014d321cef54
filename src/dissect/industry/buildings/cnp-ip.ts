/**
 * CN/IP (LonWorks over IP), ANSI/CEA-852 §7.3: u16 length of the whole, version 1, type, header words, flags, vendor, session,
 * sequence, stamp.
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const cnpIp: Dissector = {
  app: 'cnp-ip',
  over: [17, 6],
  ports: [1628, 1629],
  onOwnPortsOnly: true,
  firstBytes: [0, 1, 2, 3, 4, 5],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 20) return Verdict.No;
    const type = buf[off + 3];
    return u16(buf, off) === wireLength &&
      buf[off + 2] === 1 &&
      (type === 1 || (type >= 0x03 && type <= 0x08) || (type >= 0x60 && type <= 0x7f)) &&
      buf[off + 4] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
