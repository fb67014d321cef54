/** Epic Games: Unreal Engine connection handshake (stateless connect) of Fortnite servers on ports 15000 and up. */
import { u32 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const epicgames: Dissector = {
  app: 'epicgames',
  over: [17],
  ports: [],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 40 || (recvPort >> 8 !== 0x3a && sendPort >> 8 !== 0x3a && (recvPort < 15000 || recvPort > 15100)))
      return Verdict.No;
    if (
      (buf[off] & 0x0f) !== 7 ||
      (buf[off + 1] !== 0x1a && buf[off + 1] !== 0x1b) ||
      (buf[off + 2] !== 0x20 && buf[off + 2] !== 0x21)
    )
      return Verdict.No;
    return buf[off + 3] === 0 && u32(buf, off + 12) === 0 && u32(buf, off + 16) === 0 && u32(buf, off + 20) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
