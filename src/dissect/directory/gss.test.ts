/** Log-ons by Kerberos, wherever they stand, and what follows them in LDAP. */
import { expect, test } from 'vitest';
import { hear } from '../testing.ts';

/** DER: tag, length, content. */
const der = (tag: number, ...parts: (Uint8Array | string)[]): Uint8Array => {
  const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = content.length < 128 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff];
  return Uint8Array.from([tag, ...length, ...content]);
};
const int = (value: number): Uint8Array => der(2, Uint8Array.of(value));
const text = (words: string): Uint8Array => der(0x1b, words);
const bytes = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

// RFC 4120 §5.3 and §5.5.1: a ticket of EXAMPLE.ORG for ldap/dc1, encryption 18
const ticket = der(
  0x61,
  der(
    0x30,
    der(0xa0, int(5)),
    der(0xa1, text('EXAMPLE.ORG')),
    der(0xa2, der(0x30, der(0xa0, int(2)), der(0xa1, der(0x30, text('ldap'), text('dc1'))))),
    der(0xa3, der(0x30, der(0xa0, int(18)), der(0xa2, der(4, 'x'.repeat(200))))),
  ),
);
const options = der(0xa2, der(3, Uint8Array.of(0, 0x20, 0, 0, 0)));
const request = der(0x6e, der(0x30, der(0xa0, int(5)), der(0xa1, int(14)), options, der(0xa3, ticket)));
const TOLD = {
  'kerberos.messages': 'AP-REQ',
  'kerberos.realm': 'EXAMPLE.ORG',
  'kerberos.service': 'ldap/dc1',
  'kerberos.cipher': 'aes256-cts-hmac-sha1-96',
};

const bind = der(
  0x30,
  int(1),
  der(0x60, int(3), der(4), der(0xa3, der(4, 'GSS-SPNEGO'), der(4, Uint8Array.of(1, 0), request))),
);
const search = der(0x30, int(2), der(0x63, der(4, 'dc=example'), der(10, Uint8Array.of(0))));
/** RFC 4422 §3.7 and RFC 4121 §4.2.6.2: length; 05 04, flags, ff, 12 bytes added, so many turned to the front, number; then those. */
const buffer = (flags: number, plain: Uint8Array, turned = 12): Uint8Array => {
  const sum = new Uint8Array(12).fill(0xcc);
  const token = bytes(
    Uint8Array.of(5, 4, flags, 0xff, 0, 12, 0, turned, 0, 0, 0, 0, 0, 0, 0, 1),
    ...(turned === 12 ? [sum, plain] : [plain, sum]),
  );
  return bytes(Uint8Array.of(0, 0, token.length >> 8, token.length & 0xff), token);
};

test('LDAP: a bind by Kerberos tells the service asked for; messages that are signed alone are read', () => {
  for (const signed of [buffer(4, search), buffer(0, search, 0), buffer(4, bytes(search, search))]) {
    for (const pieces of [[signed], [signed.subarray(0, 9), signed.subarray(9)]]) {
      const said = [bind, ...pieces].map((piece) => ({ bytes: piece }));
      expect(hear(6, 40_000, 389, said)).toMatchObject({
        app: 'ldap',
        facts: { ...TOLD, 'ldap.operation': 'bind search', 'ldap.base': 'dc=example' },
      });
    }
  }
});

test('LDAP: what is sealed tells nothing, what is cut breaks nothing', () => {
  for (const sealed of [
    buffer(6, search),
    buffer(4, search).subarray(0, 20),
    Uint8Array.of(0, 0, 0, 0, 5, 4, 4, 0xff),
  ]) {
    const heard = hear(6, 40_000, 389, [{ bytes: bind }, { bytes: sealed }]);
    expect(heard.facts['ldap.operation']).toBe('bind');
  }
});

test('LDAP: a buffer alone is told on a port of its own', () => {
  const joinedLate = { bytes: buffer(6, search), midstream: true } as const;
  expect(hear(6, 40_000, 389, [joinedLate])).toMatchObject({ app: 'ldap', by: 'inspected' });
  expect(hear(6, 40_000, 40_001, [joinedLate]).app).toBe('');
});

test('HTTP: Negotiate with a ticket', () => {
  const token = Buffer.from(request).toString('base64');
  const asked = `GET / HTTP/1.1\r\nHost: www.example.org\r\nAuthorization: Negotiate ${token}\r\n\r\n`;
  expect(hear(6, 40_000, 80, [{ bytes: Buffer.from(asked) }])).toMatchObject({ app: 'http', facts: TOLD });
});
