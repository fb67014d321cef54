/** What TLS says in clear. */
import { type Field, field, G } from './field.ts';

export const TLS_FIELDS: readonly Field[] = [
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
];
