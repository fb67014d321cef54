/** CTDB, Samba's cluster: u32 length, magic "CTDB" in the host's order, version 1, generation. */
import { startsWith, u32, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const ctdb: Dissector = {
  app: 'ctdb',
  over: [6],
  ports: [4379],
  firstBytes: [
    0, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x80, 0x90, 0xa0, 0xb0, 0xc0, 0xd0, 0xe0, 0xf0, 8, 0x18, 0x28, 0x38,
    0x48, 0x58, 0x68, 0x78, 0x88, 0x98, 0xa8, 0xb8, 0xc8, 0xd8, 0xe8, 0xf8,
  ],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 12) return Verdict.No;
    const little = startsWith(buf, off + 4, end, 'BDTC');
    return (little ? u32le(buf, off) : u32(buf, off)) < 0x100000 &&
      (little || startsWith(buf, off + 4, end, 'CTDB')) &&
      (little ? u32le(buf, off + 8) : u32(buf, off + 8)) === 1
      ? Verdict.Yes
      : Verdict.No;
  },
};
