/** HCL (Lotus) Notes RPC: the session request bears 00 00 02 00 00 40 02 0F behind its six bytes of length and type. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const hclNotes: Dissector = {
  app: 'hcl-notes',
  over: [6],
  ports: [1352],
  firstBytes: [0, 0x78, 0x18, 0x40],
  probe({ buf, off, end, recvPort }) {
    const size = end - off;
    if (size < 16) return recvPort === 1352 ? Verdict.More : Verdict.No;
    return u32(buf, off + 6) === 0x00000200 && u32(buf, off + 10) === 0x0040020f ? Verdict.Yes : Verdict.No;
  },
};
