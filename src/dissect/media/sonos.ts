/** Sonos players among themselves, UDP port 7080: a counter, 00 and the length of what follows. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const sonos: Dissector = {
  app: 'sonos',
  over: [17],
  ports: [7080],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if ((sendPort !== 7080 && recvPort !== 7080) || end - off < 9 || buf[off] !== 0 || wireLength > 64)
      return Verdict.No;
    return buf[off + 4] <= 3 && u16(buf, off + 5) === 0 ? Verdict.Yes : Verdict.No;
  },
};
