/** What TLS, DTLS and QUIC say in clear. */
import { type Field, field, G } from './field.ts';

const VERSIONS = { '0x0301': 'TLS 1.0', '0x0302': 'TLS 1.1', '0x0303': 'TLS 1.2', '0x0304': 'TLS 1.3' } as const;
/** 1.2, TLSv1.2, tls1.2 and the number on the wire */
const VERSION_WORDS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(VERSIONS).flatMap(([number, name]) => {
    const short = name.slice('TLS '.length);
    return [number, short, `tls${short}`, `tlsv${short}`, `tls v${short}`].map((word) => [word, name] as const);
  }),
);

export const TLS_FIELDS: readonly Field[] = [
  field('TLS', 'tls.version', 'text', 'TLS version', 'version the server chose, else the highest the client offered', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.version'],
    words: VERSION_WORDS,
  }),
  field(
    'TLS',
    'tls.offered',
    'text',
    'TLS versions offered',
    'versions the client offered, newest first, GREASE left out',
    {
      ...G,
      fact: 'text',
      aliases: ['tls.handshake.extensions.supported_version'],
    },
  ),
  field('TLS', 'tls.cipher', 'text', 'Cipher suite', 'cipher suite the server chose, by its IANA name', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.ciphersuite'],
  }),
  field(
    'TLS',
    'tls.group',
    'text',
    'Key exchange group',
    'named group of the key exchange the server chose, by its IANA name',
    { ...G, fact: 'text', aliases: ['tls.handshake.extensions_key_share_group'] },
  ),
  field(
    'TLS',
    'tls.pq',
    'text',
    'Post-quantum',
    'post-quantum key exchange: chosen by the server, or only offered by the client',
    { ...G, fact: 'text' },
  ),
  field('TLS', 'tls.sni', 'text', 'SNI', 'server name in the ClientHello, RFC 6066', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.extensions_server_name'],
  }),
  field(
    'TLS',
    'tls.ech',
    'text',
    'Encrypted ClientHello',
    'outer: the SNI is a public name of encrypted hellos, the real name is hidden · real, grease: told by the second ClientHello after a retry · maybe: the extension is there, but may be GREASE, which looks the same · esni: encrypted SNI of the drafts before',
    { ...G, fact: 'text', aliases: ['tls.handshake.extensions_encrypted_client_hello'] },
  ),
  field(
    'TLS',
    'tls.ech.suite',
    'text',
    'ECH cipher',
    'KDF and AEAD that the encrypted ClientHello names; GREASE names them, too',
    { ...G, fact: 'text', aliases: ['tls.ech.hpke.cipher_suite'] },
  ),
  field(
    'TLS',
    'tls.ech.config',
    'number',
    'ECH configuration',
    'number of the configuration that the encrypted ClientHello names; GREASE names any',
    { ...G, fact: 'number', aliases: ['tls.ech.client_hello.config_id'] },
  ),
  field('TLS', 'tls.ech.enc', 'number', 'ECH key bytes', 'length of the encapsulated key: 32 for X25519', {
    ...G,
    fact: 'number',
    aliases: ['tls.ech.client_hello.enc_length'],
  }),
  field(
    'TLS',
    'tls.ech.payload',
    'number',
    'ECH payload bytes',
    'length of the encrypted ClientHello, or what GREASE has in its place',
    {
      ...G,
      fact: 'number',
      aliases: ['tls.ech.client_hello.payload_length'],
    },
  ),
  field('TLS', 'tls.alpn', 'text', 'ALPN', 'protocol the server chose, else the first the client offered, RFC 7301', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.extensions_alpn_str'],
  }),
  field(
    'TLS',
    'tls.resumed',
    'text',
    'Resumed',
    'the server resumed an earlier session: by session id, ticket or psk (TLS 1.3)',
    { ...G, fact: 'text' },
  ),
  field('TLS', 'tls.alert', 'text', 'TLS alert', 'alerts sent in clear, RFC 8446 §6; close_notify left out', {
    ...G,
    fact: 'text',
    many: true,
    aliases: ['tls.alert_message.desc'],
  }),
  field('TLS', 'tls.ja3', 'text', 'JA3', 'JA3 fingerprint of the client (MD5)', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.ja3'],
  }),
  field('TLS', 'tls.ja3s', 'text', 'JA3S', 'JA3S fingerprint of the server (MD5)', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.ja3s'],
  }),
  field('TLS', 'tls.ja4', 'text', 'JA4', 'JA4 fingerprint of the client, also over QUIC and DTLS', {
    ...G,
    fact: 'text',
    aliases: ['tls.handshake.ja4'],
  }),
  field(
    'TLS',
    'tls.ja4_retry',
    'text',
    'JA4, second hello',
    'JA4 fingerprint of the hello with which the client answers a request to try again (HelloRetryRequest)',
    { ...G, fact: 'text' },
  ),
  field('TLS', 'tls.cert.subject', 'text', 'Certificate', "subject of the server's certificate (RFC 4514)", {
    ...G,
    fact: 'text',
    aliases: ['x509af.subject'],
  }),
  field('TLS', 'tls.cert.issuer', 'text', 'Issuer', "issuer of the server's certificate (RFC 4514)", {
    ...G,
    fact: 'text',
    aliases: ['x509af.issuer'],
  }),
  field(
    'TLS',
    'tls.cert.san',
    'text',
    'Certificate names',
    "DNS names and addresses of the server's certificate, separated by spaces",
    { fact: 'text', many: true, aliases: ['x509ce.dnsname'] },
  ),
  field(
    'TLS',
    'tls.cert.serial',
    'text',
    'Serial number',
    "serial number of the server's certificate, in hexadecimal digits",
    { ...G, fact: 'text', aliases: ['x509af.serialnumber'] },
  ),
  field('TLS', 'tls.cert.not_before', 'time', 'Valid from', "start of the server's certificate's validity", {
    ...G,
    fact: 'text',
  }),
  field('TLS', 'tls.cert.not_after', 'time', 'Valid until', "end of the server's certificate's validity", {
    ...G,
    fact: 'text',
  }),
  field(
    'TLS',
    'tls.cert.key',
    'text',
    'Certificate key',
    'kind and size of its public key: RSA 2048, EC P-256, Ed25519',
    {
      ...G,
      fact: 'text',
    },
  ),
  field('TLS', 'tls.cert.signature', 'text', 'Certificate signature', 'algorithm its issuer signed it with', {
    ...G,
    fact: 'text',
    aliases: ['x509af.algorithm.id'],
  }),
  field('TLS', 'tls.cert.self_signed', 'flag', 'Self-signed', 'subject and issuer of the certificate are the same', {
    ...G,
    fact: 'number',
  }),
  field('TLS', 'tls.cert.chain', 'count', 'Certificates sent', 'certificates the server sent, its own among them', {
    ...G,
    fact: 'number',
  }),
  field('TLS', 'tls.cert.sha256', 'text', 'Certificate SHA-256', "SHA-256 fingerprint of the server's certificate", {
    ...G,
    fact: 'text',
  }),
  field('TLS', 'tls.cert.sha1', 'text', 'Certificate SHA-1', "SHA-1 fingerprint of the server's certificate", {
    ...G,
    fact: 'text',
  }),
  field('TLS', 'tls.client.subject', 'text', 'Client certificate', "subject of the client's certificate (RFC 4514)", {
    ...G,
    fact: 'text',
  }),
  field('TLS', 'quic.version', 'text', 'QUIC version', '1, 2, draft-29, Q046, … as the client asked for it', {
    ...G,
    fact: 'text',
  }),
];
