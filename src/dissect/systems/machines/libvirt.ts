/** libvirt RPC: u32 length of the whole, program 20008086 (remote) or its kin, version 1, procedure, type, serial, status. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const libvirt: Dissector = {
  app: 'libvirt',
  over: [6],
  ports: [16509],
  firstBytes: [0],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 28) return Verdict.No;
    const program = u32(buf, off + 4);
    return u32(buf, off) >= 28 &&
      u32(buf, off) < 0x4000000 &&
      (program === 0x20008086 || program === 0x20008087 || program === 0x20008088 || program === 0x6b656570) &&
      u32(buf, off + 8) === 1 &&
      u32(buf, off + 16) <= 5
      ? Verdict.Yes
      : Verdict.No;
  },
};
