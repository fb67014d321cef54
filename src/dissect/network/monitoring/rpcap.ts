/** Remote packet capture, libpcap rpcap-protocol.h: version 0, type 1 to 14 (answers + 80), value, u32 length of the rest. */
import { u16, u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const rpcap: Dissector = {
  app: 'rpcap',
  over: [6],
  ports: [2002, 2003],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size < 8) return Verdict.More;
    const type = buf[off + 1] & 0x7f;
    return type >= 1 && type <= 14 && 8 + u32(buf, off + 4) === wireLength && u16(buf, off + 2) < 0x200
      ? Verdict.Yes
      : Verdict.No;
  },
};
