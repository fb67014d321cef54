/** DHCP and BOOTP, RFC 2131 §2, options RFC 2132: a fixed header of 236 bytes, then the cookie 99.130.83.99 and options. */
import { formatIpv4 } from '#base/address.ts';
import { fact } from '#fields/table.ts';
import { startsWith, u32 } from '../../bytes.ts';
import type { Dissector, Facts } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const HOST = fact('host');
const TYPE = fact('dhcp.type');
const ADDRESS = fact('dhcp.ip');
const FQDN = fact('dhcp.fqdn');
const VENDOR = fact('dhcp.vendor');
const FINGERPRINT = fact('dhcp.fingerprint');
const OS = fact('os');
const CLIENT = fact('software.client');
/** Option 53, RFC 2132 §9.6, RFC 3203, RFC 4388, RFC 6926. */
const TYPES = [
  '',
  'DISCOVER',
  'OFFER',
  'REQUEST',
  'DECLINE',
  'ACK',
  'NAK',
  'RELEASE',
  'INFORM',
  'FORCERENEW',
  'LEASEQUERY',
  'LEASEUNASSIGNED',
  'LEASEUNKNOWN',
  'LEASEACTIVE',
];
const COOKIE_AT = 236;
const BOOTP_BYTES = 300;
const COOKIE = 0x63825363;
const HOST_NAME = 12;
const MESSAGE_TYPE = 53;
const PARAMETERS = 55;
const VENDOR_CLASS = 60;
const CLIENT_FQDN = 81;
const LONGEST_LIST = 128;
const YOUR_ADDRESS_AT = 16;
const REQUEST = 1;
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
    if (u32(buf, off + COOKIE_AT) === COOKIE) return buf[off + 2] <= 16 ? Verdict.Yes : Verdict.No; // hardware address length
    // BOOTP without options, RFC 951 §3: Ethernet, a hop or two, unused bytes zero
    const isServed = (sendPort === 67 || recvPort === 67) && end - off >= BOOTP_BYTES;
    return isServed && buf[off + 1] === 1 && buf[off + 2] === 6 && buf[off + 3] <= 16 && u32(buf, off + 34) === 0
      ? Verdict.Yes
      : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    let at = off + COOKIE_AT + 4;
    const isRequest = buf[off] === REQUEST;
    while (at + 2 <= end && buf[at] !== OPTIONS_END) {
      if (buf[at] === 0) {
        at++;
        continue;
      }
      const from = at + 2;
      const to = from + buf[at + 1];
      if (to > end) break;
      if (buf[at] === MESSAGE_TYPE && to > from) facts.list(TYPE, TYPES[buf[from]] ?? '');
      else if (isRequest) writeOption(buf, buf[at], from, to, facts);
      at = to;
    }
    if (!isRequest && end - off >= COOKIE_AT && u32(buf, off + YOUR_ADDRESS_AT) !== 0)
      facts.word(ADDRESS, formatIpv4(u32(buf, off + YOUR_ADDRESS_AT)));
    return Progress.More;
  },
};

/** What a client says of itself. */
function writeOption(buf: Uint8Array, option: number, from: number, to: number, facts: Facts): void {
  if (to === from) return;
  switch (option) {
    case HOST_NAME:
      facts.text(HOST, buf, from, to);
      return;
    case VENDOR_CLASS:
      facts.text(CLIENT, buf, from, to);
      facts.text(VENDOR, buf, from, to);
      writeOsOfVendor(buf, from, to, facts);
      return;
    case PARAMETERS:
      if (!facts.has(FINGERPRINT) && to - from <= LONGEST_LIST)
        facts.word(FINGERPRINT, buf.subarray(from, to).join(','));
      return;
    case CLIENT_FQDN:
      writeName(buf, from, to, facts);
  }
}

/** Systems by the vendor class their own DHCP client sends. */
function writeOsOfVendor(buf: Uint8Array, from: number, to: number, facts: Facts): void {
  if (facts.has(OS)) return;
  if (startsWith(buf, from, to, 'MSFT ')) facts.word(OS, 'Windows');
  else if (startsWith(buf, from, to, 'android-dhcp')) facts.word(OS, 'Android');
}

/** RFC 4702 §2: flags, two codes, then the name, as text or (flag E) as labels. */
function writeName(buf: Uint8Array, from: number, to: number, facts: Facts): void {
  if (to - from < 4) return;
  if ((buf[from] & 4) === 0) {
    facts.text(FQDN, buf, from + 3, to);
    return;
  }
  const labels: string[] = [];
  for (let at = from + 3; at < to && buf[at] !== 0 && buf[at] < 64 && at + 1 + buf[at] <= to; at += 1 + buf[at])
    labels.push(Buffer.from(buf.buffer, buf.byteOffset + at + 1, buf[at]).toString('latin1'));
  if (labels.length > 0) facts.word(FQDN, labels.join('.'));
}
