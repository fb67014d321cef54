/** What stands behind a PROXY header is read; the flow keeps the header's name. */
import { expect, test } from 'vitest';
import { ascii, hear, hex } from '../testing.ts';

const SNI = '0000 0014 0012 00 000f 7777772e6578616d706c652e6f7267';
const HELLO = hex(`16 0301 0049 01 000045 0303 ${'ab'.repeat(32)} 00 0004 1301 1302 01 00 0018 ${SNI}`);
const V1 = ascii('PROXY TCP4 192.0.2.1 192.0.2.2 40000 443\r\n');
const V2 = hex`0d0a0d0a000d0a515549540a 21 11 000c c0000201 c0000202 9c40 01bb`;
const both = (...parts: Uint8Array[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...part]));

test.each([
  ['version 1 and hello in one segment', [both(V1, HELLO)]],
  ['version 2 and hello in one segment', [both(V2, HELLO)]],
  ['header and hello in segments of their own', [V1, HELLO]],
  ['a header cut in two', [V2.subarray(0, 14), both(V2.subarray(14), HELLO)]],
])('%s', (_name, said) => {
  const heard = hear(
    6,
    40_000,
    443,
    said.map((bytes) => ({ bytes })),
  );
  expect(heard).toMatchObject({ app: 'haproxy', by: 'inspected', facts: { 'tls.sni': 'www.example.org' } });
});

test('HTTP behind the header is read to its end, requests and responses', () => {
  const request = ascii('GET /a HTTP/1.1\r\nHost: www.example.org\r\n\r\n');
  const response = { bytes: ascii('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'), dst: true as const };
  for (const first of [[both(V1, request)], [V2, request], [V1, request.subarray(0, 2), request.subarray(2)]]) {
    const heard = hear(6, 40_000, 80, [...first.map((bytes) => ({ bytes })), response, { bytes: request }, response]);
    expect(heard).toMatchObject({
      app: 'haproxy',
      facts: {
        host: 'www.example.org',
        'http.path': '/a',
        'http.requests': 2,
        'http.responses': 2,
        'http.status': 404,
      },
    });
  }
});

test('what is neither behind the header tells nothing, and nothing breaks', () => {
  for (const rest of [ascii('GET / HTTP/1.1\r\n\r\n'), hex`16`, hex`1603`, hex`ff`])
    expect(hear(6, 40_000, 80, [{ bytes: both(V1, rest) }]).app).toBe('haproxy');
  expect(hear(6, 40_000, 80, [{ bytes: hex`0d0a0d0a000d0a515549540a 21 11 ffff` }]).app).toBe('haproxy');
});
