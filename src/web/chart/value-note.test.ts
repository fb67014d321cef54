import { expect, test } from 'vitest';
import { noteOf } from './value-note.ts';

const isWeak = (field: string) => (value: string) => noteOf(field, value)?.word === 'weak';

test('versions before TLS 1.2 and DTLS 1.2 are weak', () => {
  const old = ['SSL 2.0', 'SSL 3.0', 'TLS 1.0', 'TLS 1.1', 'DTLS 0.9', 'DTLS 1.0'];
  const all = [...old, 'TLS 1.2', 'TLS 1.3', 'DTLS 1.2', 'DTLS 1.3'];
  expect(all.filter(isWeak('tls.version'))).toEqual(old);
});

test('ciphers that do not encrypt, prove nothing or have been broken are weak', () => {
  const bad = [
    'TLS_RSA_WITH_NULL_SHA256',
    'TLS_NULL_WITH_NULL_NULL',
    'TLS_SHA256_SHA256',
    'TLS_DH_anon_WITH_AES_128_CBC_SHA',
    'TLS_RSA_EXPORT_WITH_DES40_CBC_SHA',
    'TLS_RSA_WITH_RC4_128_MD5',
    'TLS_RSA_WITH_DES_CBC_SHA',
    'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  ];
  const good = ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA', 'TLS_CHACHA20_POLY1305_SHA256'];
  expect([...bad, ...good].filter(isWeak('tls.cipher'))).toEqual(bad);
});

test('short keys and forgeable signatures of certificates are weak', () => {
  expect(['RSA 1024', 'RSA 2048', 'RSA 4096', 'EC P-256', 'Ed25519'].filter(isWeak('tls.cert.key'))).toEqual([
    'RSA 1024',
  ]);
  const signatures = ['sha1WithRSAEncryption', 'md5WithRSAEncryption', 'sha256WithRSAEncryption', 'ecdsa-with-SHA256'];
  expect(signatures.filter(isWeak('tls.cert.signature'))).toEqual(signatures.slice(0, 2));
});

test('the same word in another field says nothing', () => {
  expect(noteOf('tls.sni', 'TLS 1.0')).toBeUndefined();
  expect(noteOf('tls.version', undefined)).toBeUndefined();
});
