/**
 * VMware: the authentication daemon's banner on TCP 902; the heartbeat of an ESX host over UDP 902, 66 bytes that begin A4
 * (observed).
 */
import { startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const vmware: Dissector = {
  app: 'vmware',
  over: [6, 17],
  ports: [902, 903],
  firstBytes: [0x32, 0xa4],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    const size = end - off;
    if (proto === 6)
      return startsWith(buf, off, end, '220 VMware Authentication Daemon')
        ? Verdict.Yes
        : size < 11 && startsWith(buf, off, end, '220 VMware '.slice(0, size)) && (sendPort === 902 || sendPort === 903)
          ? Verdict.More
          : Verdict.No;
    return buf[off] === 0xa4 && wireLength === 66 && (recvPort === 902 || sendPort === 902) ? Verdict.Yes : Verdict.No;
  },
};
