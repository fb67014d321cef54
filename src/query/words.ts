/** Words of the filter language beside the fields: protocols that stand alone, as in Wireshark, and countries by name. */
import { COUNTRY_NAMES } from '#registry/countries.ts';
import { PLACES } from '#registry/places.ts';

/** A protocol that stands alone: the clause it means. */
export interface ProtocolWord {
  readonly field: 'ip.proto' | 'ip.version' | 'app';
  readonly value: string | number;
}

const TRANSPORTS = ['tcp', 'udp', 'icmp', 'igmp', 'sctp', 'gre', 'esp', 'ah', 'ospf', 'pim', 'vrrp', 'arp', 'lldp'];
const APPS = [
  'tls',
  'quic',
  'http',
  'dns',
  'mdns',
  'llmnr',
  'dhcp',
  'ntp',
  'ssh',
  'smtp',
  'imap',
  'pop3',
  'ftp',
  'telnet',
  'smb',
  'rdp',
  'vnc',
  'sip',
  'rtp',
  'rtcp',
  'stun',
  'snmp',
  'syslog',
  'ssdp',
  'tftp',
  'radius',
  'ldap',
  'kerberos',
  'mysql',
  'postgresql',
  'redis',
  'mongodb',
  'mqtt',
  'bittorrent',
  'wireguard',
  'openvpn',
  'ike',
  'netbios',
  'dhcp6',
];
/** Wireshark's word → ours */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  ssl: 'tls',
  isakmp: 'ike',
  pgsql: 'postgresql',
  pop: 'pop3',
  bootp: 'dhcp',
  dhcpv6: 'dhcp6',
  smb2: 'smb',
  nbns: 'netbios',
  nbss: 'netbios',
  wg: 'wireguard',
  mongo: 'mongodb',
  krb5: 'kerberos',
};

export const PROTOCOL_WORDS: ReadonlyMap<string, ProtocolWord> = new Map<string, ProtocolWord>([
  ['ip', { field: 'ip.version', value: 4 }],
  ['ipv4', { field: 'ip.version', value: 4 }],
  ['ipv6', { field: 'ip.version', value: 6 }],
  ['icmpv6', { field: 'ip.proto', value: 'icmp6' }],
  ['icmp6', { field: 'ip.proto', value: 'icmp6' }],
  ...TRANSPORTS.map((name): [string, ProtocolWord] => [name, { field: 'ip.proto', value: name }]),
  ...APPS.map((name): [string, ProtocolWord] => [name, { field: 'app', value: name }]),
  ...Object.entries(OTHER_NAMES).map(([word, name]): [string, ProtocolWord] => [word, { field: 'app', value: name }]),
]);

/** lower-case English name → ISO alpha-2 */
const COUNTRY_CODES: ReadonlyMap<string, string> = new Map(
  [...COUNTRY_NAMES].map(([code, name]) => [name.toLowerCase(), code]),
);

/** ISO alpha-2 or place word of what people write: NL, nl, "Netherlands", private; undefined for anything else. */
export function placeOf(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  if ((PLACES as readonly string[]).includes(lower)) return lower;
  if (/^[a-z]{2}$/.test(lower)) return lower.toUpperCase();
  return COUNTRY_CODES.get(lower);
}
