/** Connections of which one side alone was captured, or that were joined late: what is left of them still tells. */
import { expect, test } from 'vitest';
import { TCP } from '#registry/ip-protocols.ts';
import { ascii, hear, hex } from './testing.ts';

const heard = (port: number, ...said: Parameters<typeof hear>[3]) => {
  const { app, by } = hear(TCP, 50000, port, said);
  return by === 'inspected' ? app : '';
};
const counted = (text: string) =>
  [...new Uint8Array(new Uint32Array([text.length]).buffer)].reverse().concat(...ascii(text));

test('SSH without its version lines is told by KEXINIT, which a binary packet of other lists is not', () => {
  const body = [
    20,
    ...new Uint8Array(16).fill(7),
    ...counted('curve25519-sha256,ecdh-sha2-nistp256'),
    ...counted('ssh-ed25519'),
  ];
  const packet = (kind: readonly number[]) => Uint8Array.from([0, 0, 0, kind.length + 5, 4, ...kind, 0, 0, 0, 0]);
  expect(heard(40000, { bytes: packet(body), midstream: true })).toBe('ssh');
  expect(heard(40000, { bytes: packet(body.with(23, 0x20)), midstream: true })).toBe('');
});

test('a MySQL client alone is told by its login: 23 zeros between charset and name', () => {
  const login = (zeros: string) => hex`25000001 85a67f00 00000001 21 ${zeros} 726f6f7400 00`;
  expect(heard(40000, { bytes: login('00'.repeat(23)).with(0, 38) })).toBe('mysql');
  expect(heard(40000, { bytes: login(`01${'00'.repeat(22)}`).with(0, 38) })).toBe('');
});

test('a statement in a packet of its length is MySQL or PostgreSQL, by the head', () => {
  expect(heard(40000, { bytes: Uint8Array.from([9, 0, 0, 0, 3, ...ascii('select 1')]), midstream: true })).toBe(
    'mysql',
  );
  expect(heard(40000, { bytes: Uint8Array.from([0x51, 0, 0, 0, 13, ...ascii('select 1'), 0]), midstream: true })).toBe(
    'postgresql',
  );
  expect(heard(40000, { bytes: Uint8Array.from([0x51, 0, 0, 0, 14, ...ascii('select 1'), 0]), midstream: true })).toBe(
    '',
  );
});

test('a PostgreSQL server alone is told by the authentication it asks for', () => {
  expect(heard(40000, { bytes: hex`52 0000000c 00000005 a1b2c3d4`, dst: true })).toBe('postgresql');
  expect(heard(40000, { bytes: hex`52 0000000c 00000006 a1b2c3d4`, dst: true })).toBe('');
  expect(heard(5432, { bytes: hex`4e`, dst: true }, { bytes: hex`52 0000000c 00000005 a1b2c3d4`, dst: true })).toBe(
    'postgresql',
  );
});

test('an HTTP/2 server alone is told by SETTINGS of known identifiers', () => {
  expect(heard(40000, { bytes: hex`00000c 04 00 00000000 0003 00000080 0004 00100000`, dst: true })).toBe('http2');
  expect(heard(40000, { bytes: hex`00000c 04 00 00000000 0003 00000080 0044 00100000`, dst: true })).toBe('');
});

test('the answer 101 makes a WebSocket whose request was not captured', () => {
  const answer = 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n';
  expect(heard(40000, { bytes: ascii(answer), dst: true })).toBe('websocket');
});

test('on its port a whole MQTT packet tells; frames of a WebSocket that look like three are none', () => {
  expect(heard(1883, { bytes: hex`20020000`, dst: true })).toBe('mqtt');
  expect(heard(1883, { bytes: hex`c000` }, { bytes: hex`d000`, dst: true })).toBe('mqtt');
  expect(heard(40000, { bytes: hex`20020000`, dst: true })).toBe('');
  expect(heard(40000, { bytes: hex`820600010203040582060001020304058206000102030405`, dst: true })).toBe('');
});

test('on another port IEC 104 is told by a U format alone, of one bit and zeros', () => {
  expect(heard(40000, { bytes: hex`680407000000` })).toBe('iec60870-5-104');
  expect(heard(40000, { bytes: hex`68040f000000` })).toBe('');
});

test('an X server alone is told by its answer, on ports of displays', () => {
  const answer = (rest: string) => hex`01 00 0b00 0000 ${rest} ${'00'.repeat(32)}`;
  expect(heard(6005, { bytes: answer('0800'), dst: true })).toBe('x11');
  expect(heard(6005, { bytes: answer('0700'), dst: true })).toBe('');
  expect(heard(6100, { bytes: answer('0800'), dst: true })).toBe('');
});

test('a MySQL greeting that the snap length cut in its version is told by length and version', () => {
  const greeting = (version: string): Uint8Array => Uint8Array.from([74, 0, 0, 0, 10, ...ascii(version)]);
  const said = (version: string, wireLength: number) =>
    heard(40000, { bytes: greeting(version), wireLength, dst: true });
  expect(said('5.5.5-10.11.6-Mari', 78)).toBe('mysql');
  expect(said('8.0.36-0ubunt', 78)).toBe('mysql');
  expect(said('5.5.5-10.11.6-Mari', 79)).toBe('');
  expect(said('5x5.5-10.11.6-Mari', 78)).toBe('');
});

test("a gearman administrator's word is told on its port, whole", () => {
  expect(heard(4730, { bytes: ascii('status\n') })).toBe('gearman');
  expect(heard(4730, { bytes: ascii('status all\n') })).toBe('');
  expect(heard(40000, { bytes: ascii('status\n') })).toBe('');
});

test('on TCP the snap length leaves enough of DNS and Kerberos to tell them', () => {
  const cut = (port: number, bytes: Uint8Array, wireLength: number) => heard(port, { bytes, wireLength });
  const question = hex`0031 b7ad 0120 0001 0000 0000 0001 0377 7777 07 6578616d706c65 03`;
  expect(cut(53, question, 51)).toBe('dns');
  expect(cut(53, question, 52)).toBe('');
  expect(cut(53, question.with(7, 2), 51)).toBe('');
  const request = hex`000000c1 6a81be 3081bb a103020105 a20302010a a30e`;
  expect(cut(88, request, 197)).toBe('kerberos');
  expect(cut(88, request.with(14, 4), 197)).toBe('');
});

test('an OpenVPN tunnel over UDP is told by three packets of data whose ids rise', () => {
  const data = (id: number, peer = '00002a') => ({
    bytes: hex(`48 ${peer} ${id.toString(16).padStart(8, '0')} ${'a5'.repeat(24)}`),
  });
  const app = (...said: Parameters<typeof hear>[3]) => hear(17, 40000, 21194, said).app;
  expect(app(data(70), data(71), data(73))).toBe('openvpn');
  expect(app(data(70), data(71))).toBe('');
  expect(app(data(70), data(70), data(70), data(70))).toBe('');
  expect(app(data(70), data(900), data(5000), data(70))).toBe('');
  expect(app(data(70), data(71, '00002b'), data(72, '00002c'), data(73, '00002d'))).toBe('');
});
