/** StarCraft II on Battle.net, port 1119: bit-packed authentication request whose fixed head names the game client. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const starcraft: Dissector = {
  app: 'starcraft',
  over: [6],
  ports: [1119],
  onOwnPortsOnly: true,
  firstBytes: [0x4a, 0x49],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (recvPort !== 1119 && sendPort !== 1119) return Verdict.No;
    if (end - off < 10) return Verdict.More;
    return u32(buf, off) === 0x4a00000a && u32(buf, off + 4) === 0x66020aed && u16(buf, off + 8) === 0x2d66
      ? Verdict.Yes
      : Verdict.No;
  },
};
