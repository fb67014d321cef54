import { expect, test } from 'vitest';
import { hear, hex, parseHex } from './testing.ts';
import { dtls } from './web/dtls.ts';
import { tls } from './web/tls.ts';

const two = (n: number): string => n.toString(16).padStart(4, '0');
const three = (n: number): string => n.toString(16).padStart(6, '0');
const extension = (type: number, body: string): string => two(type) + two(body.length / 2) + body;
const message = (type: string, body: string): string => type + three(body.length / 2) + body;
const record = (body: string): string => `160301${two(body.length / 2)}${body}`;
const RANDOM = 'ab'.repeat(32);
const HELLO_RETRY = 'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c';
const SESSION = '5e'.repeat(32);
const clientHello = (extensions: string, session = ''): string =>
  message(
    '01',
    `0303${RANDOM}${(session.length / 2).toString(16).padStart(2, '0')}${session}0004c02f13010100${two(extensions.length / 2)}${extensions}`,
  );
const serverHello = (cipher: string, extensions: string, session = '', random = RANDOM): string =>
  message(
    '02',
    `0303${random}${(session.length / 2).toString(16).padStart(2, '0')}${session}${cipher}00${two(extensions.length / 2)}${extensions}`,
  );
const name = (text: string): string =>
  extension(0, `${two(text.length + 3)}00${two(text.length)}${Buffer.from(text).toString('hex')}`);
const talk = (client: string, server: string, ...more: { bytes: string; dst?: true }[]) =>
  hear(6, 50000, 443, [{ bytes: record(client) }, { bytes: record(server), dst: true }, ...more]).facts;

test('a post-quantum key share is offered, or chosen by the server', () => {
  // key_share: X25519MLKEM768 (4588 = 11ec) with four bytes of key
  const offer = clientHello(extension(51, '000811ec000401020304') + extension(43, '020304'));
  expect(parseHex(tls, record(offer))).toMatchObject({ 'tls.pq': 'offered', 'tls.version': 'TLS 1.3' });
  const chosen = talk(offer, serverHello('1301', extension(43, '0304') + extension(51, '11ec000401020304')));
  expect(chosen).toMatchObject({
    'tls.pq': 'chosen',
    'tls.group': 'X25519MLKEM768',
    'tls.cipher': 'TLS_AES_128_GCM_SHA256',
  });
  const classic = talk(offer, serverHello('1301', extension(43, '0304') + extension(51, '001d000401020304')));
  expect(classic).toMatchObject({ 'tls.pq': 'offered', 'tls.group': 'x25519' });
});
test('a server that repeats the session id takes the session up, but not in TLS 1.3', () => {
  expect(talk(clientHello('', SESSION), serverHello('c02f', '', SESSION))['tls.resumed']).toBe('session id');
  expect(talk(clientHello(extension(35, '0102'), SESSION), serverHello('c02f', '', SESSION))['tls.resumed']).toBe(
    'ticket',
  );
  expect(talk(clientHello('', SESSION), serverHello('c02f', '', '77'.repeat(32)))['tls.resumed']).toBeUndefined();
  expect(
    talk(clientHello('', SESSION), serverHello('1301', extension(43, '0304'), SESSION))['tls.resumed'],
  ).toBeUndefined();
  expect(
    talk(clientHello('', SESSION), serverHello('1301', extension(43, '0304') + extension(41, '0000'), SESSION))[
      'tls.resumed'
    ],
  ).toBe('psk');
});
test('an encrypted ClientHello is told from what may be GREASE by the public name', () => {
  const ech = extension(0xfe0d, '0000010001000020'); // outer
  expect(parseHex(tls, record(clientHello(name('cloudflare-ech.com') + ech)))['tls.ech']).toBe('outer');
  expect(parseHex(tls, record(clientHello(name('www.example.org') + ech)))['tls.ech']).toBe('maybe');
  expect(parseHex(tls, record(clientHello(name('www.example.org'))))['tls.ech']).toBeUndefined();
});
test('what an encrypted ClientHello says in clear is told; the one after a retry tells it from GREASE', () => {
  // HKDF-SHA256, AES-128-GCM, configuration 5c, a key of 32 bytes, a payload of 4
  const ech = extension(0xfe0d, `00000100015c0020${'aa'.repeat(32)}000401020304`);
  const first = clientHello(name('www.example.org') + ech);
  expect(parseHex(tls, record(first))).toMatchObject({
    'tls.ech': 'maybe',
    'tls.ech.suite': 'HKDF-SHA256 AES-128-GCM',
    'tls.ech.config': 0x5c,
    'tls.ech.enc': 32,
    'tls.ech.payload': 4,
  });
  const retry = serverHello('1301', extension(43, '0304') + extension(51, '0017'), '', HELLO_RETRY);
  const after = (second: string) =>
    hear(6, 50000, 443, [
      { bytes: record(first) },
      { bytes: record(retry), dst: true },
      { bytes: record(clientHello(name('www.example.org') + second)) },
    ]).facts['tls.ech'];
  expect(after(ech)).toBe('grease');
  expect(after(extension(0xfe0d, '00000100015c0000000405060708'))).toBe('real');
});
test('encrypted SNI of the old drafts is told', () => {
  const esni = extension(0xffce, `1301001d0020${'aa'.repeat(32)}0020${'bb'.repeat(32)}000401020304`);
  expect(parseHex(tls, record(clientHello(esni)))['tls.ech']).toBe('esni');
});
test('alerts in clear are told, whoever sends them; close_notify is no alert', () => {
  const refused = hear(6, 50000, 443, [
    { bytes: record(clientHello('')) },
    { bytes: '15 0303 0002 0228', dst: true },
  ]).facts;
  expect(refused['tls.alert']).toBe('handshake_failure');
  const bytes = { bytes: '150303000202 30 1503030002 0100'.replaceAll(' ', '') };
  expect(talk(clientHello(''), serverHello('c02f', ''), bytes)['tls.alert']).toBe('unknown_ca');
});
test('a server that asks to try again has its real answer told', () => {
  const facts = hear(6, 50000, 443, [
    { bytes: record(clientHello(name('a.example') + extension(43, '020304'))) },
    { bytes: record(serverHello('1301', extension(43, '0304') + extension(51, '0017'), '', HELLO_RETRY)), dst: true },
    { bytes: `140303000101${record(clientHello(name('b.example') + extension(43, '020304') + extension(21, '00')))}` },
    { bytes: record(serverHello('1302', extension(43, '0304') + extension(51, '0017000401020304'))), dst: true },
  ]).facts;
  expect(facts).toMatchObject({
    'tls.cipher': 'TLS_AES_256_GCM_SHA384',
    'tls.group': 'secp256r1',
    'tls.sni': 'b.example',
  });
  expect(facts['tls.ja3s']).toBeDefined();
});
test("the key exchange's curve of TLS 1.2 is told", () => {
  const exchange = message('0c', '03001d2000');
  expect(talk(clientHello(''), serverHello('c02f', '') + exchange)).toMatchObject({ 'tls.group': 'x25519' });
});
test('a hello cut off by the snap length has no fingerprint, and no name cut short', () => {
  const whole = hex(record(clientHello(name('www.example.org') + extension(21, '00'.repeat(40)))));
  for (let end = 60; end < whole.length; end++) {
    const facts = parseHex(tls, whole.subarray(0, end), { wireLength: whole.length });
    expect(facts['tls.ja4']).toBeUndefined();
    expect([undefined, 'www.example.org']).toContain(facts['tls.sni']);
  }
});
test('a DTLS hello in fragments, in any order, is read whole', () => {
  const body =
    `fefd${RANDOM}0000 0002c02b0100${two(name('peer.example').length / 2)}${name('peer.example')}`.replaceAll(' ', '');
  const length = body.length / 2;
  const fragment = (from: number, to: number): string => {
    const part = `01${three(length)}0000${three(from)}${three(to - from)}${body.slice(2 * from, 2 * to)}`;
    return `16fefd0000000000000000${two(part.length / 2)}${part}`;
  };
  const orders = [
    [fragment(0, 30), fragment(30, length)],
    [fragment(30, length), fragment(0, 30)],
  ];
  for (const said of orders) {
    expect(
      hear(
        17,
        50000,
        4433,
        said.map((bytes) => ({ bytes })),
      ).facts,
    ).toMatchObject({ 'tls.sni': 'peer.example' });
    expect(parseHex(dtls, said[0]!)['tls.ja4']).toBeUndefined();
  }
});
