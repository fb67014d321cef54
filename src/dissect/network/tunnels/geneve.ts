/** GENEVE, RFC 8926 §3.4: version 0, options length, flags, protocol type, network identifier. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const geneve: Dissector = {
  app: 'geneve',
  over: [17],
  ports: [6081],
  onOwnPortsOnly: true,
  probe({ buf, off, end, recvPort }) {
    if (recvPort !== 6081 || end - off < 8 || buf[off] >> 6 !== 0 || (buf[off + 1] & 0x3f) !== 0 || buf[off + 7] !== 0)
      return Verdict.No;
    const type = u16(buf, off + 2);
    return type === 0x6558 || type === 0x0800 || type === 0x86dd ? Verdict.Yes : Verdict.No;
  },
};
