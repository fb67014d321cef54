/**
 * Elastic Beats and Lumberjack: version 1 or 2, W and the window, then a frame J, C or D; answers A (logstash-input-beats,
 * PROTOCOL.md).
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const lumberjack: Dissector = {
  app: 'lumberjack',
  over: [6],
  ports: [5044],
  firstBytes: [0x31, 0x32],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6) return Verdict.No;
    const version = buf[off];
    if (buf[off + 1] === 0x41) return wireLength === 6 && u32(buf, off + 2) < 0x10000 ? Verdict.Yes : Verdict.No;
    if (buf[off + 1] !== 0x57 || u32(buf, off + 2) === 0 || u32(buf, off + 2) > 0x10000) return Verdict.No;
    return size === 6
      ? wireLength === 6
        ? Verdict.More
        : Verdict.No
      : buf[off + 6] === version && (buf[off + 7] === 0x4a || buf[off + 7] === 0x43 || buf[off + 7] === 0x44)
        ? Verdict.Yes
        : Verdict.No;
  },
};
