/**
 * Ethernet POWERLINK over UDP, EPSG DS 301 §4.5.2.3: message type, destination and source node, and for SDO (6) its sequence
 * header.
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const powerlink: Dissector = {
  app: 'powerlink',
  over: [17],
  ports: [3819],
  onOwnPortsOnly: true,
  firstBytes: [1, 3, 4, 5, 6, 0xd],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 12 || size !== wireLength) return Verdict.No;
    return buf[off] === 6 && buf[off + 3] === 6 && buf[off + 2] !== 0 && buf[off + 4] <= 3 ? Verdict.Yes : Verdict.No;
  },
};
