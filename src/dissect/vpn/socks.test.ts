/** What is asked for through SOCKS. */
import { expect, test } from 'vitest';
import { ascii, hear, hex } from '../testing.ts';

const GREETS = [{ bytes: hex`05 01 00` }, { bytes: hex`05 00`, dst: true as const }];
const CONNECTS = [
  { bytes: hex`05 01 00 01 c0000201 0050` },
  { bytes: hex`05 00 00 01 00000000 0000`, dst: true as const },
];
const REQUEST = ascii('GET /a HTTP/1.1\r\nHost: www.example.org\r\nUser-Agent: curl/8\r\n\r\n');
const RESPONSE = { bytes: ascii('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'), dst: true as const };

test('HTTP behind the answer is read to its end', () => {
  for (const first of [[REQUEST], [REQUEST.subarray(0, 2), REQUEST.subarray(2)]]) {
    const requests = [...first.map((bytes) => ({ bytes })), RESPONSE, { bytes: REQUEST }, RESPONSE];
    expect(hear(6, 40_000, 1080, [...GREETS, ...CONNECTS, ...requests])).toMatchObject({
      app: 'socks',
      facts: {
        host: 'www.example.org',
        'http.path': '/a',
        'http.user_agent': 'curl/8',
        'http.status': 404,
        'http.requests': 2,
        'http.responses': 2,
      },
    });
  }
});

test('what is neither TLS nor HTTP tells the address alone', () => {
  const heard = hear(6, 40_000, 1080, [...GREETS, ...CONNECTS, { bytes: ascii('SSH-2.0-PuTTY\r\n') }, RESPONSE]);
  expect(heard).toMatchObject({ app: 'socks', facts: { host: '192.0.2.1' } });
});
