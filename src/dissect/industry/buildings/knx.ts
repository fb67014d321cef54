/** KNXnet/IP, ISO 22510 §5.2: header length 06, version 10, service, total length. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const knx: Dissector = {
  app: 'knxnet-ip',
  over: [6, 17],
  ports: [3671],
  firstBytes: [6],
  probe({ buf, off, end, wireLength, proto }) {
    if (end - off < 8 || buf[off] !== 6 || buf[off + 1] !== 0x10) return Verdict.No;
    const service = buf[off + 2];
    return (service === 2 || service === 3 || service === 4 || service === 5 || service === 9) &&
      (proto === 6 || u16(buf, off + 4) === wireLength)
      ? Verdict.Yes
      : Verdict.No;
  },
};
