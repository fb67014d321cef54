import { describe, expect, test } from 'vitest';
import { ascii, hear, hex } from '../testing.ts';
import { huffmanText, readHeaders } from './hpack.ts';

const REQUEST = 'GET /a HTTP/1.1\r\nHost: example.org\r\nReferer: http://example.net/\r\n\r\n';
const response = (body: string, status = '200 OK'): string =>
  `HTTP/1.1 ${status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
const said = (...texts: readonly [string, boolean][]) =>
  texts.map(([text, isServer]) => (isServer ? { bytes: ascii(text), dst: true as const } : { bytes: ascii(text) }));

describe('HTTP/1', () => {
  test('requests one behind the other are counted, however they fall into segments', () => {
    const { facts } = hear(
      6,
      50000,
      80,
      said([REQUEST + REQUEST.slice(0, 10), false], [REQUEST.slice(10), false], [REQUEST, false]),
    );
    expect(facts).toMatchObject({
      'http.requests': 3,
      'http.path': '/a',
      'http.referer': 'http://example.net/',
      'http.version': '1.1',
    });
  });
  test('a body is passed over, whatever it looks like', () => {
    const body = 'HTTP/1.1 500 No\r\n\r\n'.repeat(3);
    const { facts } = hear(
      6,
      50000,
      80,
      said([REQUEST, false], [response(body), true], [response('x', '404 Not Found'), true]),
    );
    expect(facts).toMatchObject({
      'http.status': 200,
      'http.responses': 2,
      'http.length': body.length,
      'http.content_type': 'text/html',
    });
  });
  test('a response that goes on is no final one; that to HEAD has no body', () => {
    const head = REQUEST.replace('GET', 'HEAD');
    const bare = response('x'.repeat(50)).slice(0, -50);
    const { facts } = hear(
      6,
      50000,
      80,
      said([head, false], ['HTTP/1.1 100 Continue\r\n\r\n', true], [bare + bare, true]),
    );
    expect(facts).toMatchObject({ 'http.status': 200, 'http.responses': 2 });
  });
  test('of Basic the user is kept, never the password, and the flag says it went in clear', () => {
    const login = Buffer.from('reader:s3cret').toString('base64');
    const { facts } = hear(
      6,
      50000,
      80,
      said([REQUEST.replace('\r\n\r\n', `\r\nAuthorization: Basic ${login}\r\n\r\n`), false]),
    );
    expect(facts).toMatchObject({ user: 'reader', 'http.auth': 'Basic', 'credentials.clear': 2 });
    expect(JSON.stringify(facts)).not.toContain('s3cret');
    expect(JSON.stringify(facts)).not.toContain(login);
  });
  test('what goes through a tunnel is told: TLS behind CONNECT', () => {
    const hello = `0303${'ab'.repeat(32)}000002c02f01000000`;
    const { facts, app } = hear(6, 50000, 3128, [
      ...said(
        ['CONNECT www.example.org:443 HTTP/1.1\r\nHost: www.example.org:443\r\n\r\n', false],
        ['HTTP/1.1 200 OK\r\n\r\n', true],
      ),
      { bytes: `160301002f01 00002b${hello}`.replaceAll(' ', '') },
    ]);
    expect(app).toBe('http-proxy');
    expect(facts).toMatchObject({ host: 'www.example.org', 'tls.version': 'TLS 1.2' });
  });
  test('a system is told by the agent', () => {
    const agent = 'User-Agent: Mozilla/5.0 (Windows NT 10.0; Win64; x64)';
    expect(hear(6, 50000, 80, said([REQUEST.replace('\r\n\r\n', `\r\n${agent}\r\n\r\n`), false])).facts.os).toBe(
      'Windows 10 or later',
    );
  });
});

describe('HTTP/2', () => {
  const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n').toString('hex');
  const frame = (type: string, flags: string, stream: string, body: string): string =>
    `${(body.length / 2).toString(16).padStart(6, '0')}${type}${flags}${stream}${body}`;
  // RFC 7541 C.4.1: GET http www.example.com / by Huffman codes
  const request = '828684418cf1e3c2e5f23a6ba0ab90f4ff';
  // C.6.1: 302 private … https://www.example.com
  const answer =
    '488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3';
  test('with prior knowledge: the first request and response, and how many requests', () => {
    const client =
      preface +
      frame('04', '00', '00000000', '') +
      frame('01', '04', '00000001', request) +
      frame('01', '05', '00000003', '82');
    const { app, facts } = hear(6, 50000, 8080, [
      { bytes: client },
      { bytes: frame('01', '04', '00000001', answer), dst: true },
    ]);
    expect(app).toBe('http2');
    expect(facts).toMatchObject({
      host: 'www.example.com',
      'http.method': 'GET',
      'http.path': '/',
      'http.version': '2',
      'http.status': 302,
      'http.location': 'https://www.example.com',
      'http.requests': 2,
    });
  });
  test('later requests refer to headers of earlier ones; hosts and status of all streams are told', () => {
    const text = (name: string) => `${name.length.toString(16).padStart(2, '0')}${Buffer.from(name).toString('hex')}`;
    // RFC 7541 C.4.2: be is the :authority of the first request; C.4.3; then an :authority of its own (41)
    const client =
      preface +
      frame('01', '05', '00000001', request) +
      frame('01', '05', '00000003', '828684be5886a8eb10649cbf') +
      frame('01', '05', '00000005', '828785bf408825a849e95ba97d7f8925a849e95bb8e8b4bf') +
      frame('01', '05', '00000007', `82868441${text('other.example')}`) +
      frame('01', '05', '00000009', '828684be');
    const answers =
      frame('01', '05', '00000001', '88') + frame('01', '05', '00000003', '8d') + frame('01', '05', '00000005', '89');
    const { facts } = hear(6, 50000, 8080, [{ bytes: client }, { bytes: answers, dst: true }]);
    expect(facts).toMatchObject({
      host: 'www.example.com',
      'http.hosts': 'www.example.com other.example',
      'http.requests': 5,
      'http.responses': 3,
      'http.status': 200,
      'http.worst': 404,
    });
  });
  test('behind a block that was missed, what later ones refer to is not guessed', () => {
    const lost = frame('01', '05', '00000001', 'ff'); // an index whose end is missing
    const { facts } = hear(6, 50000, 8080, [{ bytes: preface + lost + frame('01', '05', '00000003', request) }]);
    expect(facts['host']).toBeUndefined();
    expect(facts['http.requests']).toBe(2);
  });
  test('gRPC tells its methods, and how the calls ended, in trailers', () => {
    const text = (name: string) => `${name.length.toString(16).padStart(2, '0')}${Buffer.from(name).toString('hex')}`;
    const call = (method: string) => `8386 04${text(method)} 5f${text('application/grpc')}`.replaceAll(' ', '');
    const client =
      preface +
      frame('01', '04', '00000001', call('/shop.Cart/Add')) +
      frame('01', '04', '00000003', call('/shop.Cart/Pay'));
    const trailers = (code: string) => `00${text('grpc-status')}${text(code)}`;
    const server =
      frame('01', '04', '00000001', '88') +
      frame('00', '00', '00000001', '0000000000') +
      frame('01', '05', '00000001', trailers('0')) +
      frame('01', '05', '00000003', `88${trailers('5')}`);
    expect(hear(6, 50000, 50051, [{ bytes: client }, { bytes: server, dst: true }]).facts).toMatchObject({
      'http.path': '/shop.Cart/Add',
      'grpc.methods': 'shop.Cart/Add shop.Cart/Pay',
      'grpc.status': 'OK NOT_FOUND',
      'http.responses': 2,
    });
  });
  test('a block over several frames and segments is read whole', () => {
    const client = hex(
      preface + frame('01', '00', '00000001', request.slice(0, 8)) + frame('09', '04', '00000001', request.slice(8)),
    );
    const { facts } = hear(6, 50000, 8080, [
      { bytes: client.subarray(0, 35) },
      { bytes: client.subarray(35, 50) },
      { bytes: client.subarray(50) },
    ]);
    expect(facts).toMatchObject({ host: 'www.example.com', 'http.requests': 1 });
  });
  test('a bomb of a few bytes does not unfold', () => {
    // one entry of 4 kB in the table, then referred to by one byte a time
    const bomb = hex(`4001617fa11e${'62'.repeat(4000)}${'be'.repeat(16000)}`);
    let bytes = 0;
    expect(readHeaders(bomb, 0, bomb.length, (name, value) => (bytes += name.length + value.length))).toBe(false);
    expect(bytes).toBeLessThanOrEqual(32 * 1024);
  });
  test('no block and no code breaks the reader', () => {
    for (let first = 0; first < 256; first++) {
      for (const rest of ['', 'ff', 'ffffffffff', '00', '7fffff7f00', '8080808080']) {
        const bytes = hex(first.toString(16).padStart(2, '0') + rest);
        expect(() => readHeaders(bytes, 0, bytes.length, () => {})).not.toThrow();
        expect(() => huffmanText(bytes, 0, bytes.length)).not.toThrow();
      }
    }
  });
});

test('hosts and status codes behind the first request are told as well, logins too', () => {
  const request = (host: string, more = '') => ascii(`GET / HTTP/1.1\r\nHost: ${host}\r\n${more}\r\n`);
  const response = (status: number) => ascii(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`);
  const { facts } = hear(6, 50000, 8080, [
    { bytes: request('a.example') },
    { bytes: response(401), dst: true },
    { bytes: request('a.example', 'Authorization: Basic YWxpY2U6c2VjcmV0\r\n') },
    { bytes: response(200), dst: true },
    { bytes: request('b.example:81') },
    { bytes: response(503), dst: true },
    { bytes: request('[2001:db8::1]:81') },
    { bytes: request('a.example') },
  ]);
  expect(facts).toMatchObject({
    host: 'a.example',
    'http.hosts': 'a.example b.example 2001:db8::1',
    'http.status': 401,
    'http.worst': 503,
    user: 'alice',
    'credentials.clear': 2,
  });
});

test('one host and one answer have no list', () => {
  const { facts } = hear(6, 50000, 8080, [
    { bytes: ascii('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n') },
    { bytes: ascii('HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n'), dst: true },
  ]);
  expect(facts).not.toHaveProperty('http.hosts');
  expect(facts).not.toHaveProperty('http.worst');
});
