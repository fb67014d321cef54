/** What a flow speaks, and under which headers. */
import { type Field, field, G } from './field.ts';

export const PROTOCOL_FIELDS: readonly Field[] = [
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
  field('Protocol', 'app.why', 'enum', 'Evidence', 'what identified the application, in plain words', { ...G }),
  field(
    'Protocol',
    'service',
    'enum',
    'Service',
    'named service behind the application, by the name the client asked for, else by what is spoken, else by the network of the destination (see service.by)',
    { ...G, shown: true },
  ),
  field(
    'Protocol',
    'service.by',
    'enum',
    'Service told by',
    'host: the name asked for · certificate · application: nobody else speaks it · name: the name DNS gave for the address · address: a network of its own · operator: the AS it runs in',
    { ...G },
  ),
  field(
    'Protocol',
    'domain',
    'text',
    'Domain',
    'registrable domain of the host, by the Public Suffix List: example.co.uk of www.example.co.uk',
    { ...G },
  ),
  field('Protocol', 'category', 'enum', 'Category', 'what the service, else the application is for', { ...G }),
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
];
