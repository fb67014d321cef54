/** Nest Weave over TCP, as Nest devices report to port 11095: little-endian length of the message, then its header, version 1. */
import { u16le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const LONGEST = 8192;

export const nestLogSink: Dissector = {
  app: 'nest-log-sink',
  over: [6],
  ports: [11095],
  onOwnPortsOnly: true,
  probe({ buf, off, end, sendPort, recvPort }) {
    if (sendPort !== 11095 && recvPort !== 11095) return Verdict.No;
    if (end - off < 4) return Verdict.More;
    const length = u16le(buf, off);
    if (length > 16 && length < LONGEST && length + 2 > end - off && buf[off + 2] === 0 && buf[off + 3] >> 4 === 1)
      return Verdict.More;
    return length > 16 && length + 2 <= end - off && buf[off + 2] === 0 && buf[off + 3] >> 4 === 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
