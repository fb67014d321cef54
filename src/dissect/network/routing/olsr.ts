/** OLSR, RFC 3626 §3.3: u16 length of the packet, sequence, then messages: type, validity, u16 size, originator. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const olsr: Dissector = {
  app: 'olsr',
  over: [17],
  ports: [698],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 16 || u16(buf, off) !== wireLength) return Verdict.No;
    const type = buf[off + 4];
    return type >= 1 && u16(buf, off + 6) >= 12 && u16(buf, off + 6) <= wireLength - 4 && buf[off + 12] >= 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
