/**
 * EtherCAT over UDP, ETG.1000.4: u16 little-endian of length (11 bits), reserved 0 and type 1, then datagrams whose commands are
 * 0 to 14.
 */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ethercat: Dissector = {
  app: 'ethercat',
  over: [17],
  ports: [34980],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 14 || size !== wireLength) return Verdict.No;
    const head = u16le(buf, off);
    return head >> 11 === 2 && (head & 0x7ff) <= size - 2 && (head & 0x7ff) >= 12 && buf[off + 2] <= 14
      ? Verdict.Yes
      : Verdict.No;
  },
};
