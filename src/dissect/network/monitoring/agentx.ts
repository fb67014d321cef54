/** AgentX, RFC 2741 §6.1: version 1, type 1 to 18, flags, 0, session, transaction, packet, u32 length of the payload. */
import { u32, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const agentx: Dissector = {
  app: 'agentx',
  over: [6],
  ports: [705],
  firstBytes: [1],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 20) return Verdict.No;
    if (buf[off + 1] < 1 || buf[off + 1] > 18 || (buf[off + 2] & 0xe0) !== 0 || buf[off + 3] !== 0) return Verdict.No;
    const length = (buf[off + 2] & 0x10) !== 0 ? u32(buf, off + 16) : u32le(buf, off + 16);
    return (length & 3) === 0 &&
      20 + length <= wireLength &&
      (20 + length === wireLength || buf[off + 20 + length] === 1) &&
      (length > 0 || buf[off + 1] === 13 || buf[off + 1] === 18)
      ? Verdict.Yes
      : Verdict.No;
  },
};
