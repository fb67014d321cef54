/** NetWare Core Protocol over TCP (Novell, "NCP over IP"): "DmdT", length, version, room for the answer; the answer "tNcP", length. */
import { startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const LONGEST = 0x20000;
/** §"Packet types": create, service request, reply, destroy, watchdog, busy */
const TYPES = [0x1111, 0x2222, 0x3333, 0x5555, 0x7777, 0x9999];

export const ncp: Dissector = {
  app: 'ncp',
  over: [6],
  ports: [524],
  firstBytes: [0x44, 0x74],
  probe({ buf, off, end }) {
    const asks = startsWith(buf, off, end, 'DmdT');
    if (!asks && !startsWith(buf, off, end, 'tNcP')) return Verdict.No;
    const type = off + (asks ? 16 : 8);
    if (end - type < 2) return Verdict.More;
    return u32(buf, off + 4) <= LONGEST && TYPES.includes(u16(buf, type)) ? Verdict.Yes : Verdict.No;
  },
};
