/** Line printer daemon, RFC 1179 §5: command 1 to 5, queue name, line feed. */
import { indexOfByte, isText } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const lpd: Dissector = {
  app: 'lpd',
  over: [6],
  ports: [515],
  onOwnPortsOnly: true,
  firstBytes: [1, 2, 3, 4, 5],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 3) return Verdict.More;
    const stop = indexOfByte(buf, off + 1, Math.min(end, off + 128), 0x0a);
    return stop > off + 1 && isText(buf, off + 1, stop) ? Verdict.Yes : Verdict.No;
  },
};
