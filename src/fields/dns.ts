/** Questions and answers of DNS. */
import { type Field, field, G } from './field.ts';

/** RFC 1035 §4.1.1, RFC 2136 §2.2 */
const RCODE_NUMBERS = {
  '0': 'NOERROR',
  '1': 'FORMERR',
  '2': 'SERVFAIL',
  '3': 'NXDOMAIN',
  '4': 'NOTIMP',
  '5': 'REFUSED',
  '6': 'YXDOMAIN',
  '7': 'YXRRSET',
  '8': 'NXRRSET',
  '9': 'NOTAUTH',
  '10': 'NOTZONE',
  '11': 'DSOTYPENI',
} as const;

export const DNS_FIELDS: readonly Field[] = [
  field('DNS', 'dns.query', 'text', 'DNS question', 'name asked for first', {
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
    words: RCODE_NUMBERS,
  }),
  field('DNS', 'dns.answers', 'text', 'DNS answers', 'answers of the first response, separated by spaces', {
    ...G,
    fact: 'text',
    many: true,
  }),
  field('DNS', 'dns.ttl', 'number', 'DNS TTL', 'shortest time to live among the answers, in seconds', {
    ...G,
    fact: 'number',
    aliases: ['dns.resp.ttl'],
  }),
  field('DNS', 'dns.latency', 'ms', 'DNS latency', 'from the first question to its response, in milliseconds', {
    fact: 'number',
    aliases: ['dns.time'],
  }),
  field('DNS', 'dns.questions', 'count', 'DNS questions', 'messages that ask, in the flow', { fact: 'number' }),
  field('DNS', 'dns.responses', 'count', 'DNS responses', 'messages that answer, in the flow', { fact: 'number' }),
  field(
    'DNS',
    'dns.queries',
    'text',
    'DNS names asked for',
    'all names asked for in the flow, where there are several, separated by spaces',
    {
      fact: 'text',
      many: true,
    },
  ),
  field(
    'DNS',
    'dns.rcodes',
    'text',
    'DNS results',
    'all response codes in the flow, where there are several, separated by spaces',
    {
      ...G,
      fact: 'text',
      many: true,
    },
  ),
  field('DNS', 'dns.edns', 'bytes', 'EDNS size', 'UDP payload the asker takes by EDNS, RFC 6891, in bytes', {
    ...G,
    fact: 'number',
    aliases: ['dns.rr.udp_payload_size'],
  }),
  field('DNS', 'dns.truncated', 'flag', 'DNS truncated', 'a response was too long for UDP (TC bit)', {
    ...G,
    fact: 'number',
    aliases: ['dns.flags.truncated'],
  }),
  field(
    'DNS',
    'dns.authoritative',
    'flag',
    'DNS authoritative',
    'the first response came from a server of the zone (AA bit)',
    {
      ...G,
      fact: 'number',
      aliases: ['dns.flags.authoritative'],
    },
  ),
];
