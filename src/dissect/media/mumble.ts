/** Mumble voice server pings: four zero bytes and an identifier, answered with version and counts, port 64738. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const mumble: Dissector = {
  app: 'mumble',
  over: [17],
  ports: [64738],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (sendPort !== 64738 && recvPort !== 64738) return Verdict.No;
    return (wireLength === 12 && end - off === 12 && u32(buf, off) === 0) || (wireLength === 24 && sendPort === 64738)
      ? Verdict.Yes
      : Verdict.No;
  },
};
