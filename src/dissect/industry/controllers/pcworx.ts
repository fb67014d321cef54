/** Phoenix Contact PCWorx: 01 request or 81 response, function, u16 length of the whole (Digital Bond Redpoint, 2014). */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const pcworx: Dissector = {
  app: 'pcworx',
  over: [6],
  ports: [1962],
  onOwnPortsOnly: true,
  firstBytes: [1, 0x81],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 6) return Verdict.More;
    return u16(buf, off + 2) === wireLength && buf[off + 1] <= 0x10 && u16(buf, off + 2) >= 8
      ? Verdict.Yes
      : Verdict.No;
  },
};
