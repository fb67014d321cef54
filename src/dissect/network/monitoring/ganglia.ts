/** Ganglia gmond: XDR of a metric (kind 128 to 140) that begins with the host's name, or the XML of a poll. */
import { indexOfText, isText, startsWith, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ganglia: Dissector = {
  app: 'ganglia',
  over: [17, 6],
  ports: [8649],
  onOwnPortsOnly: true,
  firstBytes: [0, 0x3c],
  probe({ buf, off, end }) {
    const size = end - off;
    if (buf[off] === 0x3c)
      return startsWith(buf, off, end, '<?xml') && indexOfText(buf, off, Math.min(end, off + 256), 'GANGLIA_XML') > 0
        ? Verdict.Yes
        : Verdict.No;
    if (size < 12) return Verdict.No;
    const kind = u32(buf, off);
    const name = u32(buf, off + 4);
    return kind >= 128 && kind <= 140 && name > 0 && name < 256 && isText(buf, off + 8, Math.min(end, off + 8 + name))
      ? Verdict.Yes
      : Verdict.No;
  },
};
