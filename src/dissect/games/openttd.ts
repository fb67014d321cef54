/** OpenTTD (src/network/core/packet.h) on its port: little-endian u16 size of the packet, u8 type; questions of server lists are of 3 bytes. */
import { u16le } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LAST_UDP = 8;
const LAST_TCP = 42;

export const openttd: Dissector = {
  app: 'openttd',
  over: [17, 6],
  ports: [3979],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, proto }) {
    if (end - off < 3 || u16le(buf, off) !== wireLength) return Verdict.No;
    return buf[off + 2] <= (proto === 6 ? LAST_TCP : LAST_UDP) ? Verdict.Yes : Verdict.No;
  },
};
