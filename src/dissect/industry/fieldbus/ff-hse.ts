/**
 * Foundation Fieldbus HSE, FF-588: version 1, options, protocol and confirmed type, service, FDA address, u32 length of the
 * whole.
 */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ffHse: Dissector = {
  app: 'ff-hse',
  over: [6, 17],
  ports: [1089, 1090, 1091, 3622],
  onOwnPortsOnly: true,
  firstBytes: [1],
  probe({ buf, off, end, wireLength, proto }) {
    const size = end - off;
    if (size < 12) return proto === 6 ? Verdict.More : Verdict.No;
    const kind = buf[off + 2] >> 2;
    return u32(buf, off + 8) === wireLength && kind >= 1 && kind <= 4 && (buf[off + 2] & 3) <= 2
      ? Verdict.Yes
      : Verdict.No;
  },
};
