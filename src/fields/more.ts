/** What other protocols tell, and identities of a flow. */
import { type Field, field, G } from './field.ts';

export const MORE_FIELDS: readonly Field[] = [
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
  field(
    'More',
    'credentials.clear',
    'flag',
    'Credentials in clear',
    'a password, or what stands for one, went over the network unencrypted: HTTP Basic, FTP, Telnet, POP3, IMAP, SMTP, LDAP, SNMP, …',
    { ...G, fact: 'number' },
  ),
  field('More', 'os', 'text', 'System', 'operating system the client seems to run, by what it says of itself', {
    ...G,
    fact: 'text',
  }),
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
  field(
    'More',
    'file',
    'text',
    'File',
    'capture file that the packets came from; with several, commas stand between them',
    {
      ...G,
      many: true,
    },
  ),
  field('More', 'id', 'number', 'Flow', 'number of the flow in its dataset'),
];
