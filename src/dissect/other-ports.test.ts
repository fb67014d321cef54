/** Protocols with weak marks, on ports that are not theirs: payloads of real servers and clients that tell them, and what looks alike. */
import { describe, expect, test } from 'vitest';
import { ascii, hear, hex } from './testing.ts';

type One = readonly [app: string, proto: number, bytes: Uint8Array, fromServer?: true];

const z = (n: number): string => '00'.repeat(n);
const numbered = '000000016b050c2800036699'; // 1, seconds, microseconds
const TOLD: readonly One[] = [
  ['memcached', 6, ascii('set a 0 0 3\r\nabc\r\n')],
  ['memcached', 6, ascii('cas a 0 0 3 17 noreply\r\nabc\r\n')],
  ['memcached', 6, ascii('VALUE a 0 3 2\r\nabc\r\nEND\r\n'), true],
  ['memcached', 6, ascii('STAT pid 10\r\nSTAT uptime 3\r\n'), true],
  ['memcached', 6, ascii('mg foo v\r\n')],
  ['memcached', 6, ascii('ms foo 2 T0\r\nhi\r\n')],
  ['memcached', 6, hex(`800b ${z(22)}`)],
  ['memcached', 6, hex(`80 00 0003 00 00 0000 00000003 00000000 ${z(8)} 666f6f`)],
  ['memcached', 6, hex(`80 01 0003 08 00 0000 0000000d 00000000 ${z(8)} 00000000 0000003c 666f6f 6869`)],
  ['pop3', 6, ascii('CAPA\r\n')],
  ['pop3s', 6, ascii('STLS\r\n')],
  ['pop3', 6, ascii('APOP mrose c4c9334bac560ecc979e58001b3e22fb\r\n')],
  ['pop3', 6, ascii('+OK\r\nCAPA\r\nTOP\r\nUIDL\r\n.\r\n'), true],
  ['graphite', 6, ascii('a.b.c 3 1700000000\n')],
  ['graphite', 17, ascii('a.b 1.5e-3 1700000000\r\n')],
  ['graphite', 6, hex('00000025 80025d71005803000000612e6271014a00f15365474000000000000000867102867103612e')],
  ['statsd', 17, ascii('page.views:1|c')],
  ['statsd', 17, ascii('db.query_time:32.5|ms|@0.1\npage.views:1|c\n')],
  ['statsd', 17, ascii('queue_size:-3|g|#shard:1')],
  ['iperf', 17, hex(`${numbered} ${z(24)} ${'36373839303132333435'.repeat(14)}`)],
  ['mysql', 6, hex('17000000ff1004546f6f206d616e7920636f6e6e656374696f6e73'), true],
  ['mysql', 6, ascii("\x24\0\0\0\xff\x6a\x04Host '10.9.0.1' is not allowed to"), true],
];
const UNTOLD: readonly One[] = [
  ['a command of three words', 6, ascii('set a 0\r\n')],
  ['a flag that is a word', 6, ascii('mg foo verbose\r\n')],
  ['STAT of something else', 6, ascii('STAT files 12\r\n'), true],
  ['a head with another length', 6, hex(`80 00 0003 00 00 0000 00000004 00000000 ${z(8)} 666f6f`)],
  ['a head with a CAS', 6, hex(`800b ${z(21)}01`)],
  ['RESP', 6, ascii('+OK\r\n'), true],
  ['APOP without its digest', 6, ascii('APOP mrose secret\r\n')],
  ['a sentence with a time', 6, ascii('it was seen at 3 1700000000\n')],
  [
    'a pickle of a dictionary',
    6,
    hex('00000025 80027d71005803000000612e6271014a00f15365474000000000000000867102867103612e'),
  ],
  ['an error with a bar', 17, ascii('error:7|critical')],
  ['a name without parts', 17, ascii('x:1|c')],
  ['digits without a number of the datagram', 17, hex(`${'36373839303132333435'.repeat(16)}`)],
  ['an error of another number', 6, ascii("\x24\0\0\0\xff\x6b\x04Host '10.9.0.1' is not allowed to"), true],
];

/** A flow between 50000 and 40000 with this payload alone. */
function heard([, proto, bytes, dst]: One): string {
  const { app, by } = hear(proto, 50000, 40000, [{ bytes, ...(dst === undefined ? {} : { dst }) }]);
  return by === 'inspected' ? app : '';
}

describe('on ports that are not theirs', () => {
  test.each(TOLD.map((one, n) => ({ n, app: one[0], one })))('$n $app is told', ({ one }) => {
    expect(heard(one)).toBe(one[0]);
  });
  test.each(UNTOLD.map((one) => ({ what: one[0], one })))('$what is not', ({ one }) => {
    expect(['memcached', 'pop3', 'graphite', 'statsd', 'iperf', 'mysql']).not.toContain(heard(one));
  });
});
