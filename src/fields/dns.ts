/** Questions and answers of DNS. */
import { type Field, field, G } from './field.ts';

export const DNS_FIELDS: readonly Field[] = [
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
];
