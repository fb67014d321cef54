/**
 * MikroTik MAC-Telnet: version 1, type 0, 1, 2, 4, 5 or FF, two hardware addresses, session key 0015, counter (MAC-Telnet
 * protocol notes).
 */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const macTelnet: Dissector = {
  app: 'mac-telnet',
  over: [17],
  ports: [20561],
  onOwnPortsOnly: true,
  firstBytes: [1],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 22) return Verdict.No;
    const type = buf[off + 1];
    return (type <= 5 || type === 255) && type !== 3 && (u16(buf, off + 14) === 0x0015 || u16(buf, off + 16) === 0x0015)
      ? Verdict.Yes
      : Verdict.No;
  },
};
