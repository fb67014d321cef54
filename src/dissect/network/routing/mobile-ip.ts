/**
 * Mobile IPv4, RFC 5944 §3.3 and §3.4: registration request of 24 bytes and reply of 20, then extensions, of which
 * authentication (32) must be there.
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const mobileIp: Dissector = {
  app: 'mobile-ip',
  over: [17],
  ports: [434],
  onOwnPortsOnly: true,
  firstBytes: [1, 3],
  probe({ buf, off, end, wireLength }) {
    const size = end - off;
    if (size !== wireLength) return Verdict.No;
    let at = off + (buf[off] === 1 ? 24 : 20);
    let authenticated = false;
    while (at + 2 <= end) {
      if (buf[at] === 32) authenticated = true;
      at += 2 + buf[at + 1];
    }
    return at === end && authenticated ? Verdict.Yes : Verdict.No;
  },
};
