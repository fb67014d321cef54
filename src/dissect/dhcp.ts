/** DHCP and BOOTP, RFC 2131 §2, options RFC 2132: a fixed header of 236 bytes, then the cookie 99.130.83.99 and options. */
import { fact } from '#fields/table.ts';
import { u32 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const HOST = fact('host');
const CLIENT = fact('software.client');
const COOKIE_AT = 236;
const COOKIE = 0x63825363;
const HOST_NAME = 12;
const VENDOR_CLASS = 60;
const OPTIONS_END = 255;

export const dhcp: Dissector = {
  app: 'dhcp',
  over: [17],
  ports: [67, 68, 4011],
  firstBytes: [1, 2],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < COOKIE_AT + 4) {
      const own = (sendPort === 67 || sendPort === 68) && (recvPort === 67 || recvPort === 68);
      return own && end - off >= 44 && buf[off + 2] <= 16 ? Verdict.Yes : Verdict.No;
    }
    return u32(buf, off + COOKIE_AT) === COOKIE && buf[off + 2] <= 16 ? Verdict.Yes : Verdict.No; // hardware address length
  },
  parse({ buf, off, end }, facts) {
    let at = off + COOKIE_AT + 4;
    while (at + 2 <= end && buf[at] !== OPTIONS_END) {
      if (buf[at] === 0) {
        at++;
        continue;
      }
      const from = at + 2;
      const to = from + buf[at + 1];
      if (to > end) break;
      if (buf[at] === HOST_NAME && buf[off] === 1) facts.text(HOST, buf, from, to);
      else if (buf[at] === VENDOR_CLASS && buf[off] === 1) facts.text(CLIENT, buf, from, to);
      at = to;
    }
    return facts.has(HOST) ? Progress.Done : Progress.More;
  },
};
