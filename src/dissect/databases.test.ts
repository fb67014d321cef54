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
