/**
 * PROFINET IO context management, IEC 61158-6-10: connectionless DCE/RPC (version 4) whose object is DEA00000-6C97-11D1-8271-….
 */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const profinetIo: Dissector = {
  app: 'profinet-io',
  over: [17],
  ports: [34964],
  firstBytes: [4],
  probe({ buf, off, end }) {
    const size = end - off;
    if (size < 34 || buf[off + 1] > 10) return Verdict.No;
    const at = off + 8;
    const little = u32(buf, at) === 0x0000a0de && u32(buf, at + 4) === 0x976cd111;
    const big = u32(buf, at) === 0xdea00000 && u32(buf, at + 4) === 0x6c9711d1;
    return (little || big) && u16(buf, at + 8) === 0x8271 ? Verdict.Yes : Verdict.No;
  },
};
