/** Databases, caches, brokers and logs. */
import { expect, test } from 'vitest';
import { TCP } from '#registry/ip-protocols.ts';
import { cassandra } from './databases/cassandra.ts';
import { mongodb } from './databases/mongodb.ts';
import { mssql } from './databases/mssql.ts';
import { mysql } from './databases/mysql.ts';
import { oracle } from './databases/oracle.ts';
import { postgresql } from './databases/postgresql.ts';
import { redis } from './databases/redis.ts';
import { amqp } from './queues/amqp.ts';
import { kafka } from './queues/kafka.ts';
import { mqtt } from './queues/mqtt.ts';
import { nats } from './queues/nats.ts';
import { zabbix } from './systems/agents/zabbix.ts';
import { ascii, hear, hex, parseHex, probeHex } from './testing.ts';

const textHex = (text: string) => Buffer.from(text, 'latin1').toString('hex');
const joined = (...parts: string[]) => hex(parts.join(''));

test('MySQL: the server tells its version, the client its user', () => {
  const greeting = joined(
    '3a000000',
    '0a',
    textHex('8.0.36'),
    '00',
    '0b000000',
    '4141414141414141',
    '00',
    'ffff'.repeat(20),
  );
  const login = joined('30000001', '0f a2 03 00', '00000001', 'ff', '00'.repeat(23), textHex('reader'), '00', '00');
  expect(hear(TCP, 50000, 3306, [{ bytes: greeting, dst: true }, { bytes: login }])).toMatchObject({
    app: 'mysql',
    facts: { 'software.server': '8.0.36', user: 'reader' },
  });
  expect(probeHex(mysql, joined('3a000000', '0b', textHex('8.0.36'), '00', '41'.repeat(40)))).toBe('No');
});

test('PostgreSQL: an SSL request, and the user of a startup message', () => {
  expect(probeHex(postgresql, hex`00000008 04d2162f`)).toBe('Yes');
  const startup = joined('00000020', '00030000', textHex('user\0reader\0database\0x\0\0'));
  expect(hear(TCP, 50000, 5432, [{ bytes: startup }])).toMatchObject({ app: 'postgresql', facts: { user: 'reader' } });
  expect(probeHex(postgresql, hex`00000008 04d21630 00`)).toBe('Yes'); // GSS encryption
  expect(probeHex(postgresql, hex`00000008 04d21632`)).toBe('No');
});

test('Redis: an array of bulk strings, told even when it is cut after the first byte', () => {
  expect(probeHex(redis, ascii('*1\r\n$4\r\nPING\r\n'))).toBe('Yes');
  expect(probeHex(redis, ascii('*'))).toBe('More');
  expect(probeHex(redis, ascii('*bold* text'))).toBe('No');
});

test('Redis: who logs on, with what and to which database; the version the server tells', () => {
  const command = (...words: readonly string[]) =>
    ascii(`*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join('')}`);
  const factsOf = (...said: readonly Uint8Array[]) =>
    hear(
      TCP,
      50000,
      6379,
      said.map((bytes) => ({ bytes })),
    ).facts;
  expect(factsOf(command('AUTH', 'anna', 'secret'))).toEqual({ user: 'anna', 'credentials.clear': 2 });
  expect(factsOf(command('auth', 'secret'), command('SELECT', '3'))).toEqual({ database: '3', 'credentials.clear': 2 });
  expect(factsOf(command('HELLO', '3', 'AUTH', 'anna', 'secret'))).toEqual({ user: 'anna', 'credentials.clear': 2 });
  expect(factsOf(command('CLIENT', 'SETINFO', 'LIB-NAME', 'jedis'))).toEqual({ 'software.client': 'jedis' });
  expect(factsOf(command('GET', 'auth', 'b'))).toEqual({});
  const whole = [...command('GET', 'a'), ...command('AUTH', 'anna', 'secret')];
  for (let cut = 1; cut < whole.length; cut++)
    expect(factsOf(Uint8Array.from(whole.slice(0, cut)), Uint8Array.from(whole.slice(cut))), `cut at ${cut}`).toEqual({
      user: 'anna',
      'credentials.clear': 2,
    });
  expect(factsOf(command('SET', 'a', 'x'.repeat(600)), ascii('AUTH anna secret\r\n'))).toEqual({});
  const info = { bytes: ascii('$35\r\n# Server\r\nredis_version:7.0.15\r\nx:1\r\n'), dst: true as const };
  const hello = {
    bytes: ascii('%2\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$6\r\n7.0.15\r\n'),
    dst: true as const,
  };
  for (const answer of [info, hello])
    expect(hear(TCP, 50000, 6379, [{ bytes: command('INFO') }, answer]).facts).toEqual({
      'software.server': 'Redis 7.0.15',
    });
});

test('MongoDB: database, driver and user, as hello and SCRAM tell them', () => {
  const le = (n: number) => Buffer.from(Int32Array.of(n).buffer).toString('hex');
  const text = (name: string, value: string) =>
    `02${textHex(`${name}\0`)}${le(value.length + 1)}${textHex(`${value}\0`)}`;
  const document = (...elements: string[]) => `${le(elements.join('').length / 2 + 5)}${elements.join('')}00`;
  const inside = (name: string, ...elements: string[]) => `03${textHex(`${name}\0`)}${document(...elements)}`;
  const message = (body: string) => hex(`${le(16 + 5 + body.length / 2)}${le(1)}${le(0)}${le(2013)}${le(0)}00${body}`);
  const factsOf = (bytes: Uint8Array) => hear(TCP, 50000, 27017, [{ bytes }]).facts;
  const driver = inside('client', inside('driver', text('name', 'nodejs'), text('version', '7.0.0')));
  const one = `10${textHex('hello\0')}${le(1)}`;
  expect(
    factsOf(message(document(one, driver, text('saslSupportedMechs', 'shop.anna'), text('$db', 'admin')))),
  ).toEqual({
    'software.client': 'nodejs 7.0.0',
    database: 'shop',
    user: 'anna',
  });
  const scram = 'n,,n=anna,r=secret';
  const payload = `05${textHex('payload\0')}${le(scram.length)}00${textHex(scram)}`;
  expect(factsOf(message(document(`10${textHex('saslStart\0')}${le(1)}`, payload, text('$db', 'admin'))))).toEqual({
    user: 'anna',
    database: 'admin',
  });
  const broken = message(document(one, driver));
  for (let at = 21; at < broken.length; at++) expect(() => factsOf(broken.with(at, 0xff))).not.toThrow();
});

test('MongoDB: OP_MSG with known flags and a document that fits', () => {
  expect(
    probeHex(mongodb, hex`30000000 01000000 00000000 dd070000 00000000 00 1b000000 01 6100 0000000000000000`),
  ).toBe('Yes');
  expect(
    probeHex(mongodb, hex`30000000 01000000 00000000 dd070000 00000100 02 1b000000 01 6100 0000000000000000`),
  ).toBe('No');
});

test('MQTT: CONNECT tells the user; a connection joined late is told by packets in a row', () => {
  const connect = joined(
    '10',
    '18',
    '0004',
    textHex('MQTT'),
    '04',
    '82',
    '003c',
    '0002',
    textHex('id'),
    '0006',
    textHex('reader'),
    '0000',
  );
  expect(probeHex(mqtt, connect)).toBe('Yes');
  expect(parseHex(mqtt, connect)).toMatchObject({ user: 'reader' });
  expect(probeHex(mqtt, hex`c000 40020002`)).toBe('More');
  expect(probeHex(mqtt, hex`c000 40020002 c000`)).toBe('Yes');
  expect(probeHex(mqtt, hex`c000 41020002 c000`)).toBe('No');
});

test('SQL Server: PRELOGIN begins with the version option', () => {
  expect(probeHex(mssql, hex`12 01 002f 0000 00 00 00 001a 0006 01 0020 0001 ff`)).toBe('Yes');
  expect(probeHex(mssql, hex`12 01 002f 0000 00 00 07 001a 0006 01 0020 0001 ff`)).toBe('No');
});

test('Oracle: a connect packet tells service and user', () => {
  const text = '(DESCRIPTION=(CONNECT_DATA=(SERVICE_NAME=orders)(CID=(PROGRAM=app)(HOST=web1)(USER=reader))))';
  const connect = joined('00a0 0000 01 00 0000', '013b 012c', '00'.repeat(46), textHex(text));
  expect(probeHex(oracle, connect, { recvPort: 1600 })).toBe('Yes');
  expect(parseHex(oracle, connect)).toMatchObject({ host: 'orders', user: 'reader' });
});

test('Kafka: a request names its client', () => {
  const request = joined('00000015', '0012', '0000', '00000081', '0007', textHex('example'), '00000000');
  expect(probeHex(kafka, request, { recvPort: 9092 })).toBe('Yes');
  expect(parseHex(kafka, request)).toMatchObject({ 'software.client': 'example' });
  expect(
    probeHex(kafka, joined('00000015', '0112', '0000', '00000081', '0007', textHex('example')), { recvPort: 9092 }),
  ).toBe('No');
});

test('AMQP: the header, or a frame that ends in CE where its size says', () => {
  expect(probeHex(amqp, joined(textHex('AMQP'), '00000901'))).toBe('Yes');
  expect(probeHex(amqp, hex`01 0000 00000004 000a000b ce`)).toBe('Yes');
  expect(probeHex(amqp, hex`01 0000 00000004 000a000b cf`)).toBe('No');
});

test('Cassandra, NATS and Zabbix open with marks of their own', () => {
  expect(
    probeHex(
      cassandra,
      joined('04 00 0000 01 00000016', '0001', '000b', textHex('CQL_VERSION'), '0005', textHex('3.0.0')),
    ),
  ).toBe('Yes');
  expect(probeHex(nats, ascii('INFO {"server_id":"x"}\r\n'))).toBe('Yes');
  expect(probeHex(nats, ascii('INF'))).toBe('More');
  expect(probeHex(nats, ascii('INFO: starting up'))).toBe('No');
  expect(probeHex(zabbix, joined(textHex('ZBXD'), '01', '0a00000000000000'))).toBe('Yes');
});
