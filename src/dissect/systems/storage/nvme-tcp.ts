/** NVMe/TCP transport specification §3.6.2.2: ICReq (0) and ICResp (1): header and PDU of 128 bytes, version 0, zeros behind. */
import { u16, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const nvmeTcp: Dissector = {
  app: 'nvme-tcp',
  over: [6],
  ports: [4420],
  firstBytes: [0, 1],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 20) return Verdict.No;
    if (
      buf[off + 1] !== 0 ||
      buf[off + 2] !== 128 ||
      buf[off + 3] !== 0 ||
      u32le(buf, off + 4) !== 128 ||
      u16(buf, off + 8) !== 0
    )
      return Verdict.No;
    return buf[off + 10] <= 31 && buf[off + 11] <= 3 ? Verdict.Yes : Verdict.No;
  },
};
