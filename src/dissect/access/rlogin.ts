/** BSD rlogin, RFC 1282: zero, local user, zero, remote user, zero, terminal/speed, zero; port 513. */
import { indexOfByte, isText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

export const rlogin: Dissector = {
  app: 'rlogin',
  over: [6],
  ports: [513],
  onOwnPortsOnly: true,
  firstBytes: [0],
  probe({ buf, off, end, recvPort }) {
    if (recvPort !== 513) return Verdict.No;
    if (end - off < 5) return Verdict.More;
    const user = indexOfByte(buf, off + 1, end, 0);
    return buf[off] === 0 && user > off + 1 && isText(buf, off + 1, user) ? Verdict.Yes : Verdict.No;
  },
};
