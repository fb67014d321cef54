/** Apple Filing Protocol in DSI: request or reply, command, id, error or offset, length, reserved zero. */
import { u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const afp: Dissector = {
  app: 'afp',
  over: [6],
  ports: [548],
  firstBytes: [0, 1],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 16) return (sendPort === 548 || recvPort === 548) && buf[off] <= 1 ? Verdict.More : Verdict.No;
    if (buf[off] > 1 || buf[off + 1] === 0 || buf[off + 1] > 8 || buf[off + 1] === 7 || u32(buf, off + 12) !== 0)
      return Verdict.No;
    const length = u32(buf, off + 8);
    if (length > 0x100000) return Verdict.No;
    if (sendPort === 548 || recvPort === 548) return Verdict.Yes;
    return buf[off] === 0 &&
      (buf[off + 1] === 3 || buf[off + 1] === 4) &&
      u32(buf, off + 4) === 0 &&
      length + 16 === end - off &&
      length <= 64
      ? Verdict.Yes
      : Verdict.No;
  },
};
