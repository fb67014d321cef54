/** Services every network has: DHCP, NTP, SNMP, RADIUS, SOCKS. */
import { type Field, field, G } from './field.ts';

export const SERVICES_FIELDS: readonly Field[] = [
  field('Network services', 'dhcp.type', 'text', 'DHCP messages', 'message types seen, in order', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['dhcp.option.dhcp'],
  }),
  field('Network services', 'dhcp.ip', 'text', 'DHCP address', 'address the server gave', {
    ...G,
    fact: 'text',
    aliases: ['dhcp.ip.your'],
  }),
  field(
    'Network services',
    'dhcp.fqdn',
    'text',
    'DHCP full name',
    'fully qualified name the client gives itself, option 81',
    {
      ...G,
      fact: 'text',
    },
  ),
  field('Network services', 'dhcp.vendor', 'text', 'DHCP vendor', 'vendor class of the client, option 60', {
    ...G,
    fact: 'text',
    aliases: ['dhcp.option.vendor_class_id'],
  }),
  field(
    'Network services',
    'dhcp.fingerprint',
    'text',
    'DHCP fingerprint',
    'options the client asks for, by number: tells its operating system',
    { ...G, fact: 'text' },
  ),
  field('Network services', 'ntp.version', 'number', 'NTP version', 'version of the first message', {
    ...G,
    fact: 'number',
    aliases: ['ntp.flags.vn'],
  }),
  field('Network services', 'ntp.mode', 'text', 'NTP mode', 'modes seen: client server symmetric-active broadcast …', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['ntp.flags.mode'],
  }),
  field('Network services', 'ntp.stratum', 'number', 'NTP stratum', 'distance of the server from a reference clock', {
    ...G,
    fact: 'number',
  }),
  field('Network services', 'snmp.version', 'text', 'SNMP version', '1, 2c or 3', { ...G, fact: 'text' }),
  field('Network services', 'snmp.operation', 'text', 'SNMP operations', 'kinds of messages seen', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['snmp.data'],
  }),
  field(
    'Network services',
    'snmp.community',
    'text',
    'SNMP community',
    'public and private where the well-known word is used; else kept secret: "other"',
    { ...G, fact: 'text' },
  ),
  field(
    'Network services',
    'ssdp.type',
    'text',
    'UPnP kinds',
    'devices and services searched for or announced by SSDP, separated by spaces',
    { ...G, fact: 'text', many: true },
  ),
  field(
    'Network services',
    'ssdp.location',
    'text',
    'UPnP description',
    'where a device says that its description is, LOCATION of SSDP',
    { ...G, fact: 'text' },
  ),
  field('Network services', 'radius.code', 'text', 'RADIUS messages', 'kinds of messages seen', {
    ...G,
    fact: 'text',
    many: true,
  }),
];
