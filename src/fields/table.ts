/**
 * THE field table: each field of a flow once. Column, filter, JSON key, CLI header, API documentation and help follow
 * from it. Keys are a public contract: grow the table, don't rename in it.
 */

/**
 * time: ns since 1970 UTC in the store, ISO 8601 with the digits that count in JSON · duration: ns in the store, seconds
 * in JSON · bytes, count: integers · ip: address · mac · port · country: ISO 3166-1 alpha-2 or a PLACE_ word · asn: number
 * · text · enum: one of `values` · flag: true or false · ms: milliseconds in JSON, µs in the store
 */
export type FieldType =
  | 'time'
  | 'duration'
  | 'bytes'
  | 'count'
  | 'number'
  | 'ip'
  | 'mac'
  | 'port'
  | 'country'
  | 'asn'
  | 'text'
  | 'enum'
  | 'flag'
  | 'ms';

export interface Field {
  readonly key: string;
  readonly type: FieldType;
  /** column header: short, sentence case */
  readonly label: string;
  /** one plain sentence for help and tooltips; unit and source where they matter */
  readonly about: string;
  readonly section: 'Time' | 'Ends' | 'Protocol' | 'Volume' | 'TCP' | 'TLS' | 'HTTP' | 'DNS' | 'More';
  /** may be grouped by (top-N, matrices, values for completion) */
  readonly groups: boolean;
  /** which end of the flow it tells of */
  readonly side?: 'src' | 'dst';
  /** a side-less word that matches either end: [field of src, field of dst]; only in filters and groupings */
  readonly either?: readonly [string, string];
  /** told by dissectors: its place among FACTS is its number in FlowBatch.factField; 'text' or 'number' says how */
  readonly fact?: 'text' | 'number';
  /** other spellings understood in filters (Wireshark's) */
  readonly aliases?: readonly string[];
  /** a column of the flow table before the user chooses */
  readonly shown?: true;
}

type Extra = Partial<Pick<Field, 'groups' | 'side' | 'either' | 'fact' | 'aliases' | 'shown'>>;
const field = (
  section: Field['section'],
  key: string,
  type: FieldType,
  label: string,
  about: string,
  extra: Extra = {},
): Field => ({
  key,
  type,
  label,
  about,
  section,
  groups: false,
  ...extra,
});
const G = { groups: true } as const;

export const FIELDS: readonly Field[] = [
  field('Time', 'start', 'time', 'Start', 'time of the first packet, by the clock of the capture', {
    shown: true,
    aliases: ['frame.time', 'frame.time_epoch'],
  }),
  field('Time', 'end', 'time', 'End', 'time of the last packet'),
  field('Time', 'duration', 'duration', 'Duration', 'from the first to the last packet, in seconds', { shown: true }),

  field('Ends', 'ip', 'ip', 'Address', 'address of either end', {
    ...G,
    either: ['src.ip', 'dst.ip'],
    aliases: ['ip.addr', 'ipv6.addr', 'addr'],
  }),
  field(
    'Ends',
    'src.ip',
    'ip',
    'Source',
    'address of the initiator: sender of the first SYN, else of the first packet',
    { ...G, side: 'src', shown: true, aliases: ['ip.src', 'ipv6.src'] },
  ),
  field('Ends', 'dst.ip', 'ip', 'Destination', 'address of the responder', {
    ...G,
    side: 'dst',
    shown: true,
    aliases: ['ip.dst', 'ipv6.dst'],
  }),
  field('Ends', 'port', 'port', 'Port', 'port of either end', {
    ...G,
    either: ['src.port', 'dst.port'],
    aliases: ['tcp.port', 'udp.port'],
  }),
  field('Ends', 'src.port', 'port', 'Source port', 'port of the initiator', {
    ...G,
    side: 'src',
    shown: true,
    aliases: ['tcp.srcport', 'udp.srcport'],
  }),
  field('Ends', 'dst.port', 'port', 'Destination port', 'port of the responder', {
    ...G,
    side: 'dst',
    shown: true,
    aliases: ['tcp.dstport', 'udp.dstport'],
  }),
  field('Ends', 'name', 'text', 'Name', 'name of either end, from DNS answers seen in the capture', {
    ...G,
    either: ['src.name', 'dst.name'],
    aliases: ['ip.host'],
  }),
  field('Ends', 'src.name', 'text', 'Source name', 'name of the initiator, from DNS answers seen in the capture', {
    ...G,
    side: 'src',
    shown: true,
    aliases: ['ip.src_host'],
  }),
  field('Ends', 'dst.name', 'text', 'Destination name', 'name of the responder, from DNS answers seen in the capture', {
    ...G,
    side: 'dst',
    shown: true,
    aliases: ['ip.dst_host'],
  }),
  field(
    'Ends',
    'country',
    'country',
    'Country',
    'country of either end; private, multicast and unknown addresses are named as such',
    { ...G, either: ['src.country', 'dst.country'], aliases: ['ip.geoip.country_iso'] },
  ),
  field('Ends', 'src.country', 'country', 'Source country', 'country of the initiator (ISO 3166-1 alpha-2)', {
    ...G,
    side: 'src',
    shown: true,
    aliases: ['ip.geoip.src_country_iso'],
  }),
  field('Ends', 'dst.country', 'country', 'Destination country', 'country of the responder (ISO 3166-1 alpha-2)', {
    ...G,
    side: 'dst',
    shown: true,
    aliases: ['ip.geoip.dst_country_iso'],
  }),
  field('Ends', 'asn', 'asn', 'AS', 'autonomous system of either end', {
    ...G,
    either: ['src.asn', 'dst.asn'],
    aliases: ['ip.geoip.asnum'],
  }),
  field('Ends', 'src.asn', 'asn', 'Source AS', 'autonomous system of the initiator', { ...G, side: 'src' }),
  field('Ends', 'dst.asn', 'asn', 'Destination AS', 'autonomous system of the responder', { ...G, side: 'dst' }),
  field('Ends', 'org', 'text', 'Operator', 'network operator of either end', {
    ...G,
    either: ['src.org', 'dst.org'],
    aliases: ['ip.geoip.org'],
  }),
  field('Ends', 'src.org', 'text', 'Source operator', 'network operator of the initiator, by its AS', {
    ...G,
    side: 'src',
  }),
  field('Ends', 'dst.org', 'text', 'Destination operator', 'network operator of the responder, by its AS', {
    ...G,
    side: 'dst',
  }),
  field('Ends', 'mac', 'mac', 'MAC', 'hardware address of either end', {
    ...G,
    either: ['src.mac', 'dst.mac'],
    aliases: ['eth.addr'],
  }),
  field('Ends', 'src.mac', 'mac', 'Source MAC', 'hardware address in the first packet of the initiator', {
    ...G,
    side: 'src',
    aliases: ['eth.src'],
  }),
  field('Ends', 'dst.mac', 'mac', 'Destination MAC', 'hardware address the initiator sent to', {
    ...G,
    side: 'dst',
    aliases: ['eth.dst'],
  }),

  field(
    'Protocol',
    'ip.proto',
    'enum',
    'Transport',
    'IP protocol by its IANA keyword; for non-IP frames the EtherType by name',
    { ...G, shown: true },
  ),
  field('Protocol', 'ip.version', 'number', 'IP version', '4, 6, or 0 for frames without IP', { ...G }),
  field(
    'Protocol',
    'app',
    'enum',
    'Application',
    'application protocol, proved by inspection or guessed by port (see app.by)',
    { ...G, shown: true },
  ),
  field('Protocol', 'app.by', 'enum', 'Told by', 'inspected: proved from the bytes · port: a guess · none', { ...G }),
  field(
    'Protocol',
    'service',
    'enum',
    'Service',
    'named service behind the application, by the name the client asked for',
    { ...G, shown: true },
  ),
  field('Protocol', 'host', 'text', 'Host', 'name the client asked for: TLS SNI, HTTP Host or DNS question', {
    ...G,
    fact: 'text',
    shown: true,
  }),
  field('Protocol', 'stack', 'enum', 'Layers', 'headers from the link up, for example eth:vlan:ipv4:tcp', {
    ...G,
    aliases: ['frame.protocols'],
  }),
  field('Protocol', 'vlan', 'number', 'VLAN', 'outermost 802.1Q VLAN identifier', { ...G, aliases: ['vlan.id'] }),

  field('Volume', 'bytes', 'bytes', 'Bytes', 'frame bytes on the wire, both directions'),
  field('Volume', 'src.bytes', 'bytes', 'Bytes sent', 'frame bytes on the wire sent by src', {
    side: 'src',
    shown: true,
  }),
  field('Volume', 'dst.bytes', 'bytes', 'Bytes received', 'frame bytes on the wire sent by dst', {
    side: 'dst',
    shown: true,
  }),
  field('Volume', 'packets', 'count', 'Packets', 'packets, both directions'),
  field('Volume', 'src.packets', 'count', 'Packets sent', 'packets sent by src', { side: 'src', shown: true }),
  field('Volume', 'dst.packets', 'count', 'Packets received', 'packets sent by dst', { side: 'dst', shown: true }),
  field('Volume', 'payload', 'bytes', 'Payload', 'bytes above the transport header, retransmissions not counted'),
  field(
    'Volume',
    'src.payload',
    'bytes',
    'Payload sent',
    'bytes above the transport header sent by src, retransmissions not counted',
    { side: 'src' },
  ),
  field(
    'Volume',
    'dst.payload',
    'bytes',
    'Payload received',
    'bytes above the transport header sent by dst, retransmissions not counted',
    { side: 'dst' },
  ),
  field('Volume', 'truncated', 'flag', 'Truncated', 'at least one packet was cut by the snap length of the capture', {
    ...G,
  }),

  field('TCP', 'tcp.state', 'enum', 'TCP state', "how the connection went, in Zeek's conn_state words", {
    ...G,
    shown: true,
  }),
  field('TCP', 'tcp.flags', 'text', 'TCP flags', 'flags seen, src/dst, as letters SFRPAUEC', { ...G }),
  field('TCP', 'tcp.rtt', 'ms', 'Handshake RTT', 'from SYN to the ACK that ends the handshake, in milliseconds'),
  field('TCP', 'src.retrans', 'bytes', 'Retransmitted by src', 'payload bytes src sent again', { side: 'src' }),
  field('TCP', 'dst.retrans', 'bytes', 'Retransmitted by dst', 'payload bytes dst sent again', { side: 'dst' }),
  field(
    'TCP',
    'src.lost',
    'bytes',
    'Missing from src',
    'payload bytes of src that are not in the capture though later ones are',
    { side: 'src' },
  ),
  field(
    'TCP',
    'dst.lost',
    'bytes',
    'Missing from dst',
    'payload bytes of dst that are not in the capture though later ones are',
    { side: 'dst' },
  ),

  field('TLS', 'tls.version', 'text', 'TLS version', 'version the server chose, else the highest the client offered', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.version'],
  }),
  field('TLS', 'tls.sni', 'text', 'SNI', 'server name in the ClientHello, RFC 6066', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.extensions_server_name'],
  }),
  field('TLS', 'tls.alpn', 'text', 'ALPN', 'protocol the server chose, else the first the client offered, RFC 7301', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.extensions_alpn_str'],
  }),
  field('HTTP', 'http.method', 'text', 'HTTP method', 'method of the first request', {
    ...G,
    fact: 'text',
    aliases: ['http.request.method'],
  }),
  field('HTTP', 'http.path', 'text', 'HTTP path', 'target of the first request', {
    ...G,
    fact: 'text',
    aliases: ['http.request.uri'],
  }),
  field('HTTP', 'http.status', 'number', 'HTTP status', 'status code of the first response', {
    ...G,
    fact: 'number',
    aliases: ['http.response.code'],
  }),
  field('HTTP', 'http.user_agent', 'text', 'User agent', 'User-Agent of the first request', { ...G, fact: 'text' }),
  field('HTTP', 'http.content_type', 'text', 'Content type', 'Content-Type of the first response', {
    ...G,
    fact: 'text',
  }),
  field('HTTP', 'http.server', 'text', 'HTTP server', 'Server header of the first response', { ...G, fact: 'text' }),
  field('DNS', 'dns.query', 'text', 'DNS question', 'name asked for', {
    ...G,
    fact: 'text',
    aliases: ['dns.qry.name'],
  }),
  field('DNS', 'dns.type', 'text', 'DNS type', 'record type asked for, by its IANA name', {
    ...G,
    fact: 'text',
    aliases: ['dns.qry.type'],
  }),
  field('DNS', 'dns.rcode', 'text', 'DNS result', 'response code by its IANA name', {
    ...G,
    fact: 'text',
    aliases: ['dns.flags.rcode'],
  }),
  field('DNS', 'dns.answers', 'text', 'DNS answers', 'answers of the first response, separated by spaces', {
    fact: 'text',
  }),
  field(
    'More',
    'software.client',
    'text',
    'Client software',
    'what the client says it is: SSH version, SIP agent, … ',
    { ...G, fact: 'text' },
  ),
  field(
    'More',
    'software.server',
    'text',
    'Server software',
    'what the server says it is: SSH version, banner of mail, FTP, database, …',
    { ...G, fact: 'text' },
  ),
  field('More', 'user', 'text', 'User', 'user name seen in clear; passwords are never kept', { ...G, fact: 'text' }),
  field('More', 'icmp.type', 'number', 'ICMP type', 'type of the first ICMP message', {
    ...G,
    aliases: ['icmpv6.type'],
  }),
  field('More', 'icmp.code', 'number', 'ICMP code', 'code of the first ICMP message', {
    ...G,
    aliases: ['icmpv6.code'],
  }),
  field(
    'More',
    'community_id',
    'text',
    'Community ID',
    'Community ID v1 hash of the flow, to find it in Zeek, Suricata or Arkime',
    {},
  ),
  field('More', 'id', 'number', 'Flow', 'number of the flow in its dataset'),
];

export const FIELD_BY_KEY: ReadonlyMap<string, Field> = new Map(FIELDS.map((f) => [f.key, f]));

/** Fields told by dissectors; the index is the fact number. */
export const FACTS: readonly Field[] = FIELDS.filter((f) => f.fact !== undefined);

/** Number of a fact, for a dissector's module scope: `const SNI = fact('tls.sni')`. Throws on an unknown key. */
export function fact(key: string): number {
  const index = FACTS.findIndex((f) => f.key === key);
  if (index < 0) throw new Error(`bug: ${key} is not a fact`);
  return index;
}
