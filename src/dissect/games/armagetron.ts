/**
 * Armagetron Advanced: u16 descriptor (login 11, acknowledgement 1, sync 28, combined 24, questions of server browsers 50 to 55), message id, length in words; messages
 * fill the datagram but for the sender's id.
 */
import { u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const armagetron: Dissector = {
  app: 'armagetron',
  over: [17],
  ports: [4534],
  firstBytes: [0],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const size = end - off;
    if (size < 8 || size !== wireLength) return Verdict.No;
    const first = u16(buf, off);
    if (first !== 11 && first !== 28 && first !== 24 && first !== 1 && (first < 50 || first > 55)) return Verdict.No;
    let at = off;
    let messages = 0;
    while (at + 6 <= end - 2) {
      if (u16(buf, at) > 0x1ff) return Verdict.No;
      at += 6 + 2 * u16(buf, at + 4);
      messages++;
    }
    return at === end - 2 &&
      messages > 0 &&
      (size >= 12 || recvPort === 4534 || sendPort === 4534) &&
      u16(buf, end - 2) < 64 &&
      (first === 11 ? u16(buf, off + 2) <= 1 : recvPort === 4534 || sendPort === 4534)
      ? Verdict.Yes
      : Verdict.No;
  },
};
