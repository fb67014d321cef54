/** SOME/IP, AUTOSAR PRS_SOMEIPProtocol §5.1.2: service, method, length, client, session, protocol 1, interface, type, code. */
import { u32 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

function isOwn(port: number): boolean {
  return port === 30490 || port === 30491 || port === 30501;
}

export const someip: Dissector = {
  app: 'some-ip',
  over: [6, 17],
  ports: [30490, 30491, 30501],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 16 || buf[off + 12] !== 1) return Verdict.No;
    const length = u32(buf, off + 4);
    const type = buf[off + 14] & 0xdf;
    const known = type <= 2 || type === 0x40 || type === 0x41 || type === 0x42 || type === 0x80 || type === 0x81;
    if (length < 8 || length + 8 > wireLength || !known || buf[off + 15] > 0x5e) return Verdict.No;
    if (u32(buf, off) === 0xffff8100) return Verdict.Yes; // service discovery
    return length + 8 === wireLength && (isOwn(sendPort) || isOwn(recvPort)) ? Verdict.Yes : Verdict.No;
  },
};
