/** DHCPv6, RFC 8415 §8: message type, transaction id, options of 2 bytes type and 2 bytes length to the end of the datagram. */
import { formatIp } from '#base/address.ts';
import { fact } from '#fields/table.ts';
import { u16, u32 } from '../../bytes.ts';
import type { Dissector, Facts } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const HOST = fact('host');
const TYPE = fact('dhcp.type');
const ADDRESS = fact('dhcp.ip');
const VENDOR = fact('dhcp.vendor');
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
const REPLY = 7;
// options, §21
const IDENTITY = 3; // association for addresses: number, two times, then options
const IDENTITY_HEADER = 12;
const IA_ADDRESS = 5;
const RELAYED = 9;
const VENDOR_CLASS = 16;
const CLIENT_FQDN = 39; // RFC 4704
const MOST_RELAYS = 8;
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
    readMessage(buf, off, end, 0, facts);
    return Progress.More;
  },
};

/** A message, or the one that relays carry: each in an option of the next (§9). */
function readMessage(buf: Uint8Array, off: number, end: number, depth: number, facts: Facts): void {
  if (off >= end) return;
  const type = buf[off];
  facts.list(TYPE, TYPES[type] ?? '');
  for (let at = off + headerBytes(type); at + 4 <= end; at += 4 + u16(buf, at + 2)) {
    const from = at + 4;
    const stop = Math.min(end, from + u16(buf, at + 2));
    switch (u16(buf, at)) {
      case CLIENT_FQDN: {
        const label = from + 1 < stop ? buf[from + 1] : 0;
        if (label > 0 && label < 64 && from + 2 + label <= stop) facts.text(HOST, buf, from + 2, from + 2 + label);
        break;
      }
      case VENDOR_CLASS: {
        const to = stop - from >= 6 ? from + 6 + u16(buf, from + 4) : stop + 1;
        if (to <= stop && to > from + 6) facts.text(VENDOR, buf, from + 6, to);
        break;
      }
      case IDENTITY:
        if (type === REPLY) readAddress(buf, from + IDENTITY_HEADER, stop, facts);
        break;
      case RELAYED:
        if (depth < MOST_RELAYS) readMessage(buf, from, stop, depth + 1, facts);
        break;
    }
  }
}

/** The first address in options of an identity association, §21.6. */
function readAddress(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  for (let at = off; at + 4 <= end; at += 4 + u16(buf, at + 2)) {
    if (u16(buf, at) !== IA_ADDRESS || at + 20 > end) continue;
    facts.word(ADDRESS, formatIp(u32(buf, at + 4), u32(buf, at + 8), u32(buf, at + 12), u32(buf, at + 16)));
    return;
  }
}
