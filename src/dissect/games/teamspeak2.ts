/** TeamSpeak 2: F4 BE, class 03 (connection) or F0 to F3, 00. */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const teamspeak2: Dissector = {
  app: 'teamspeak',
  over: [17],
  ports: [8767],
  firstBytes: [0xf4],
  probe({ buf, off, end, sendPort, recvPort }) {
    const size = end - off;
    return size >= 16 &&
      u16(buf, off) === 0xf4be &&
      ((buf[off + 2] >= 2 && buf[off + 2] <= 4 && buf[off + 3] === 0) ||
        (buf[off + 2] >= 0xf0 && buf[off + 2] <= 0xf3)) &&
      (recvPort === 8767 || sendPort === 8767 || u16(buf, off + 2) === 0x0300)
      ? Verdict.Yes
      : Verdict.No;
  },
};
