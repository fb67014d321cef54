/** Nest Weave over TCP, as Nest devices report to port 11095: little-endian length of the message, then the message header. */
import { u16le } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

export const nestLogSink: Dissector = {
  app: 'nest-log-sink',
  over: [6],
  ports: [11095],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 11095 && recvPort !== 11095) return Verdict.No;
    if (end - off < 8) return Verdict.More;
    const length = u16le(buf, off);
    const head = u16le(buf, off + 2);
    return length > 16 && (head >> 12 <= 1 || head === 0x1300) && (head & 0x00ff) <= 0x20 ? Verdict.Yes : Verdict.No;
  },
};
