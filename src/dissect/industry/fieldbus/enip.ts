/** EtherNet/IP encapsulation, ODVA CIP vol. 2 §2-3: command, length, session, status, context, options zero; little-endian. */
import { u16le, u32le } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const enip: Dissector = {
  app: 'ethernet-ip',
  over: [6, 17],
  ports: [44818],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (end - off < 24) return proto === 6 && (sendPort === 44818 || recvPort === 44818) ? Verdict.More : Verdict.No;
    const command = u16le(buf, off);
    const known =
      command === 4 ||
      command === 0x63 ||
      command === 0x64 ||
      command === 0x65 ||
      command === 0x66 ||
      command === 0x6f ||
      command === 0x70;
    if (!known || u32le(buf, off + 20) !== 0) return Verdict.No;
    const length = u16le(buf, off + 2);
    if (proto === 17 && length + 24 !== wireLength) return Verdict.No;
    if (sendPort === 44818 || recvPort === 44818) return Verdict.Yes;
    // ListIdentity: a header of zeros but for command and context
    if (command === 0x63 && length === 0 && wireLength === 24)
      return u32le(buf, off + 4) === 0 && u32le(buf, off + 8) === 0 ? Verdict.Yes : Verdict.No;
    return command === 0x65 && length === 4 && u32le(buf, off + 24) === 1 ? Verdict.Yes : Verdict.No;
  },
};
