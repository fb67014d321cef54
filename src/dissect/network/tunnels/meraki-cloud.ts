/** Cisco Meraki cloud tunnel on port 7351: FEF7, 2 bytes of magic, version, length of the datagram at offset 6. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const merakiCloud: Dissector = {
  app: 'meraki-cloud',
  over: [17],
  ports: [7351],
  onOwnPortsOnly: true,
  firstBytes: [0xfe],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 12 || u32(buf, off) !== 0xfef72891) return Verdict.No;
    return (sendPort === 7351 || recvPort === 7351) && u16(buf, off + 6) === wireLength ? Verdict.Yes : Verdict.No;
  },
};
