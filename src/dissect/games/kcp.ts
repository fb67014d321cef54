/**
 * KCP (skywind3000, protocol.txt): conversation, command 81 to 84, fragment, window, time, sequence, acknowledged, length;
 * segments of one conversation fill the datagram.
 */
import { u32le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const kcp: Dissector = {
  app: 'kcp',
  over: [17],
  ports: [],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 24 || size !== wireLength) return Verdict.No;
    const conversation = u32le(buf, off);
    let at = off;
    while (at + 24 <= end) {
      const command = buf[at + 4];
      const length = u32le(buf, at + 20);
      if (
        u32le(buf, at) !== conversation ||
        command < 81 ||
        command > 84 ||
        (command !== 81 && length !== 0) ||
        (command !== 81 && buf[at + 5] !== 0) ||
        length > end
      )
        return Verdict.No;
      at += 24 + length;
    }
    return at === end && conversation !== 0 ? Verdict.Yes : Verdict.No;
  },
};
