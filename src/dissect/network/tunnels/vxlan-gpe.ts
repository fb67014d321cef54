/** VXLAN-GPE, draft-ietf-nvo3-vxlan-gpe §3.1: flags with version 0, I and P, reserved zeros, next protocol 1 to 5. */
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const vxlanGpe: Dissector = {
  app: 'vxlan-gpe',
  over: [17],
  ports: [4790],
  onOwnPortsOnly: true,
  firstBytes: [4, 0xc, 8],
  probe({ buf, off, end }) {
    const size = end - off;
    return size >= 12 &&
      (buf[off] & 0x0c) === 0x0c &&
      u16(buf, off + 1) === 0 &&
      buf[off + 3] >= 1 &&
      buf[off + 3] <= 8 &&
      buf[off + 7] === 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
