/** collectd binary protocol, collectd wiki "Binary protocol": parts of type and length; the first is the host or a signature. */
import { fact } from '#fields/table.ts';
import { isText, u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const HOST = fact('host');

export const collectd: Dissector = {
  app: 'collectd',
  over: [17],
  ports: [25826],
  firstBytes: [0, 2],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 8) return Verdict.No;
    const type = u16(buf, off);
    const length = u16(buf, off + 2);
    if (type === 0x0200 || type === 0x0210)
      return length >= 36 && length <= wireLength && (sendPort === 25826 || recvPort === 25826)
        ? Verdict.Yes
        : Verdict.No;
    const next = off + length;
    if (type !== 0 || length < 6 || next + 4 > end || buf[next - 1] !== 0 || !isText(buf, off + 4, next - 1))
      return Verdict.No;
    const after = u16(buf, next);
    return (after === 1 || after === 8 || after === 2) && u16(buf, next + 2) >= 5 ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    const stop = off + u16(buf, off + 2) - 1;
    if (u16(buf, off) === 0 && stop < end) facts.text(HOST, buf, off + 4, stop);
    return Progress.Done;
  },
};
