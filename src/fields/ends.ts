/** The two ends of a flow: addresses, ports, names, places, operators, hardware. */
import { type Field, field, G } from './field.ts';

export const ENDS_FIELDS: readonly Field[] = [
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
  field('Ends', 'net', 'ip', 'Network', 'network of either end: /24 of an IPv4 address, /64 of an IPv6 address', {
    ...G,
    derived: true,
    either: ['src.net', 'dst.net'],
  }),
  field('Ends', 'src.net', 'ip', 'Source network', 'network of the initiator: /24 of IPv4, /64 of IPv6', {
    ...G,
    side: 'src',
    derived: true,
  }),
  field('Ends', 'dst.net', 'ip', 'Destination network', 'network of the responder: /24 of IPv4, /64 of IPv6', {
    ...G,
    side: 'dst',
    derived: true,
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
  field(
    'Ends',
    'src.org',
    'text',
    'Source operator',
    'network operator of the initiator, by its AS; of your own networks their name',
    {
      ...G,
      side: 'src',
    },
  ),
  field(
    'Ends',
    'dst.org',
    'text',
    'Destination operator',
    'network operator of the responder, by its AS; of your own networks their name',
    {
      ...G,
      side: 'dst',
    },
  ),
  field('Ends', 'network', 'text', 'Own network', 'your own network of either end, as the dataset settings name it', {
    ...G,
    either: ['src.network', 'dst.network'],
  }),
  field(
    'Ends',
    'src.network',
    'text',
    'Source own network',
    'your own network that the initiator lies in: the innermost block of the dataset settings',
    { ...G, side: 'src' },
  ),
  field(
    'Ends',
    'dst.network',
    'text',
    'Destination own network',
    'your own network that the responder lies in: the innermost block of the dataset settings',
    { ...G, side: 'dst' },
  ),
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
  field('Ends', 'vendor', 'text', 'Vendor', 'maker of the network interface of either end', {
    ...G,
    either: ['src.vendor', 'dst.vendor'],
    aliases: ['eth.addr.oui_resolved'],
  }),
  field('Ends', 'src.vendor', 'text', 'Source vendor', 'maker of the network interface by its MAC, IEEE registries', {
    ...G,
    side: 'src',
    aliases: ['eth.src.oui_resolved'],
  }),
  field(
    'Ends',
    'dst.vendor',
    'text',
    'Destination vendor',
    'maker of the network interface by its MAC, IEEE registries',
    {
      ...G,
      side: 'dst',
      aliases: ['eth.dst.oui_resolved'],
    },
  ),
];
