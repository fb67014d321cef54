import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { derTime, distinguishedName, oid } from '../codec/der.ts';
import { hear, hex, parseHex } from '../testing.ts';
import { tls } from './tls.ts';

const ascii = (text: string): string => Buffer.from(text, 'latin1').toString('hex');
const two = (n: number): string => n.toString(16).padStart(4, '0');
const three = (n: number): string => n.toString(16).padStart(6, '0');
/** A DER element: tag, length, content. */
function der(tag: string, ...content: readonly string[]): string {
  const body = content.join('');
  const bytes = body.length / 2;
  const length = bytes < 128 ? bytes.toString(16).padStart(2, '0') : `82${two(bytes)}`;
  return tag + length + body;
}
const CN = '0603550403';
const O = '060355040a';
const C = '0603550406';
const rdn = (type: string, value: string): string => der('31', der('30', type, value));
const utf8 = (text: string): string => der('0c', Buffer.from(text).toString('hex'));
const subject = der(
  '30',
  rdn(C, der('13', ascii('NL'))),
  rdn(O, utf8('Example, Inc.')),
  rdn(CN, utf8('www.example.org')),
);
const issuer = der('30', rdn(C, der('13', ascii('NL'))), rdn(CN, utf8('Example CA')));
const SHA256_RSA = der('30', '06092a864886f70d01010b', '0500');
const rsaKey = der(
  '30',
  der('30', '06092a864886f70d010101', '0500'),
  der('03', '00', der('30', der('02', `00${'c1'.repeat(256)}`), '0203010001')),
);
const ecKey = der(
  '30',
  der('30', '06072a8648ce3d0201', '06082a8648ce3d030107'),
  der('03', '00', `04${'5a'.repeat(64)}`),
);
const names = der('30', der('82', ascii('www.example.org')), der('82', ascii('*.example.org')), der('87', 'c0000201'));
const extensions = der('a3', der('30', der('30', '0603551d11', der('04', names))));

function certificate(parts: { issuer?: string; key?: string; notAfter?: string } = {}): string {
  const tbs = der(
    '30',
    'a003020102',
    '020900ab12cd34ef561278',
    SHA256_RSA,
    parts.issuer ?? issuer,
    der('30', der('17', ascii('240131120000Z')), parts.notAfter ?? der('17', ascii('250131115959Z'))),
    subject,
    parts.key ?? rsaKey,
    extensions,
  );
  return der('30', tbs, SHA256_RSA, der('03', '00', '77'.repeat(256)));
}
const message = (type: string, body: string): string => type + three(body.length / 2) + body;
const record = (body: string): string => `160303${two(body.length / 2)}${body}`;
const SERVER_HELLO = message('02', `0303${'ab'.repeat(32)}00c02f00`);
const certificates = (...chain: readonly string[]): string => {
  const list = chain.map((one) => three(one.length / 2) + one).join('');
  return message('0b', three(list.length / 2) + list);
};
const FACTS = {
  'tls.cert.subject': 'CN=www.example.org,O=Example\\, Inc.,C=NL',
  'tls.cert.issuer': 'CN=Example CA,C=NL',
  'tls.cert.san': 'www.example.org *.example.org 192.0.2.1',
  'tls.cert.serial': 'ab12cd34ef561278',
  'tls.cert.not_before': '2024-01-31T12:00:00Z',
  'tls.cert.not_after': '2025-01-31T11:59:59Z',
  'tls.cert.key': 'RSA 2048',
  'tls.cert.signature': 'sha256WithRSAEncryption',
  'tls.cert.self_signed': 1,
};

describe('certificates', () => {
  test("the server's tells subject, issuer, names, validity, key and fingerprints", () => {
    const leaf = certificate();
    const facts = parseHex(tls, record(SERVER_HELLO) + record(certificates(leaf, certificate({ issuer: subject }))), {
      fromSrc: false,
    });
    expect(facts).toMatchObject({
      ...FACTS,
      'tls.cert.chain': 2,
      'tls.cert.sha256': createHash('sha256').update(hex(leaf)).digest('hex'),
      'tls.cert.sha1': createHash('sha1').update(hex(leaf)).digest('hex'),
      'tls.cipher': 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    });
  });
  test('is told however it falls into records and segments', () => {
    const flight = SERVER_HELLO + certificates(certificate()) + message('0e', '');
    for (const cut of [7, 40, 81, 300, 900]) {
      let records = '';
      for (let at = 0; at < flight.length; at += 2 * cut) records += record(flight.slice(at, at + 2 * cut));
      const bytes = hex(records);
      const said = [];
      for (let at = 0; at < bytes.length; at += 211)
        said.push({ bytes: bytes.subarray(at, at + 211), dst: true as const });
      expect(hear(6, 50000, 443, said).facts, `records of ${cut}`).toMatchObject(FACTS);
    }
  });
  test('own issuer: self-signed; an elliptic key by its curve; the year 9999', () => {
    const notAfter = der('18', ascii('99991231235959Z'));
    const leaf = certificate({ issuer: subject, key: ecKey, notAfter });
    expect(parseHex(tls, record(SERVER_HELLO) + record(certificates(leaf)), { fromSrc: false })).toMatchObject({
      'tls.cert.self_signed': 2,
      'tls.cert.key': 'EC P-256',
      'tls.cert.not_after': '9999-12-31T23:59:59Z',
    });
  });
  test('a length that is one too large, zero or the most is survived at every place', () => {
    const bytes = hex(record(SERVER_HELLO) + record(certificates(certificate())));
    for (let at = 0; at < bytes.length; at++) {
      for (const value of [0, 0x7f, 0x80, 0x84, 0xff, bytes[at]! + 1]) {
        const lie = bytes.slice();
        lie[at] = value;
        expect(() => parseHex(tls, lie, { fromSrc: false })).not.toThrow();
      }
    }
  });
  test('one larger than what is kept of a stream tells nothing, and ends', () => {
    const huge = der('30', der('30', '05'.repeat(20000)));
    const bytes = hex(record(SERVER_HELLO) + record(certificates(huge)).slice(0, 2 * 16000));
    const said = [];
    for (let at = 0; at < bytes.length; at += 1400)
      said.push({ bytes: bytes.subarray(at, at + 1400), dst: true as const });
    const heard = hear(6, 50000, 443, said);
    expect(heard.facts['tls.cert.subject']).toBeUndefined();
    expect(heard.app).toBe('tls');
  });
});

describe('DER', () => {
  test('a name is written the last part first, with what has a meaning escaped', () => {
    const name = hex(
      der('30', rdn(C, der('13', ascii('US'))), rdn('06032a0304', der('04', '0102')), rdn(CN, utf8(' a+b '))),
    ); // OID 1.2.3.4
    expect(distinguishedName(name, 0, name.length)).toBe('CN=\\ a\\+b\\ ,1.2.3.4=#04020102,C=US');
  });
  test('a name that nests without end is bounded', () => {
    let nested = '';
    for (let n = 0; n < 500; n++) nested = der('31', nested);
    const name = hex(der('30', nested));
    expect(distinguishedName(name, 0, name.length)).toBe('');
  });
  test('times with zones and without seconds; what is no time is none', () => {
    const time = (tag: string, text: string) => {
      const bytes = hex(der(tag, ascii(text)));
      return derTime(bytes, 0, bytes.length);
    };
    expect(time('17', '491231235959Z')).toBe('2049-12-31T23:59:59Z');
    expect(time('17', '500101000000Z')).toBe('1950-01-01T00:00:00Z');
    expect(time('17', '2401311200Z')).toBe('2024-01-31T12:00:00Z');
    expect(time('17', '240131120000+0130')).toBe('2024-01-31T10:30:00Z');
    for (const text of ['240230120000Z', '241331120000Z', '240131250000Z', 'x', '', '240131120000'])
      expect(time('17', text)).toBe('');
  });
  test('an identifier without end is none', () => {
    expect(oid(hex('0603550403'), 0, 5)).toBe('2.5.4.3');
    for (const bytes of ['0600', '0603555580', '06ff550403', '0609ffffffffffffffffff'])
      expect(oid(hex(bytes), 0, bytes.length / 2)).toBe('');
  });
});
