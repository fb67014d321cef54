/** DHCPv6, RFC 8415 §8: message type, transaction id, options of 2 bytes type and 2 bytes length to the end of the datagram. */
import { fact } from '#fields/table.ts';
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const HOST = fact('host');
const TYPE = fact('dhcp.type');
/** RFC 8415 §7.3. */
const TYPES = [
  '',
  'SOLICIT',
  'ADVERTISE',
  'REQUEST',
  'CONFIRM',
  'RENEW',
  'REBIND',
  'REPLY',
  'RELEASE',
  'DECLINE',
  'RECONFIGURE',
  'INFORMATION-REQUEST',
  'RELAY-FORW',
  'RELAY-REPL',
];
const RELAY_FORWARD = 12;
const RELAY_REPLY = 13;
const RELAY_HEADER = 34;
const CLIENT_FQDN = 39; // RFC 4704
const LAST_TYPE = 37;

const headerBytes = (type: number): number => (type === RELAY_FORWARD || type === RELAY_REPLY ? RELAY_HEADER : 4);

export const dhcp6: Dissector = {
  app: 'dhcp6',
  over: [17],
  ports: [546, 547],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength }) {
    const type = buf[off];
    if (type === 0 || type > LAST_TYPE) return Verdict.No;
    let at = off + headerBytes(type);
    if (at + 4 > end) return Verdict.No;
    while (at + 4 <= end) at += 4 + u16(buf, at + 2);
    return at === end || wireLength > end - off ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    facts.list(TYPE, TYPES[buf[off]] ?? '');
    for (let at = off + headerBytes(buf[off]); at + 4 <= end; at += 4 + u16(buf, at + 2)) {
      const stop = Math.min(end, at + 4 + u16(buf, at + 2));
      if (u16(buf, at) !== CLIENT_FQDN || at + 6 > stop) continue;
      const label = buf[at + 5];
      if (label > 0 && label < 64 && at + 6 + label <= stop) facts.text(HOST, buf, at + 6, at + 6 + label);
    }
    return Progress.More;
  },
};
