/** OICQ, the protocol of Tencent QQ: 02, version, command, sequence, user, … 03, as Wireshark's packet-oicq has it. */
import { u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const STX = 2;
const ETX = 3;

export const oicq: Dissector = {
  app: 'oicq',
  over: [17],
  ports: [8000],
  onOwnPortsOnly: true,
  firstBytes: [2],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 12 || buf[off] !== STX || end - off !== wireLength || buf[end - 1] !== ETX) return Verdict.No;
    if (buf[off + 1] > 0x50 || u32(buf, off + 7) < 10000) return Verdict.No;
    const command = u16(buf, off + 3);
    return sendPort === 8000 || recvPort === 8000 ? (command < 0x400 ? Verdict.Yes : Verdict.No) : Verdict.No;
  },
};
