/** VXLAN, RFC 7348 §5: flags 08, reserved zero, network identifier, reserved zero. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const vxlan: Dissector = {
  app: 'vxlan',
  over: [17],
  ports: [4789, 8472],
  onOwnPortsOnly: true,
  firstBytes: [8],
  probe({ buf, off, end, recvPort }) {
    const own = recvPort === 4789 || recvPort === 8472;
    return own && end - off >= 22 && u32(buf, off) === 0x08000000 && buf[off + 7] === 0 ? Verdict.Yes : Verdict.No;
  },
};
