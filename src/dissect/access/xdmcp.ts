/** X Display Manager Control Protocol 1.1: version 1, opcode, length of the rest. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const xdmcp: Dissector = {
  app: 'xdmcp',
  over: [17],
  ports: [177],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if ((sendPort !== 177 && recvPort !== 177) || end - off < 6) return Verdict.No;
    return u16(buf, off) === 1 &&
      u16(buf, off + 2) >= 1 &&
      u16(buf, off + 2) <= 14 &&
      u16(buf, off + 4) + 6 === wireLength
      ? Verdict.Yes
      : Verdict.No;
  },
};
