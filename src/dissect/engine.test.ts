import { expect, test } from 'vitest';
import { APPS } from './apps.ts';
import { createEngine } from './engine.ts';
import { DISSECTORS } from './table.ts';
import { ascii, hear, hex, payloadOf } from './testing.ts';

const GREETING = ascii('SSH-2.0-OpenSSH_9.7\r\n');
const REQUEST = ascii('GET /index.html HTTP/1.1\r\nHost: example.org:8080\r\nUser-Agent: curl/8\r\n\r\n');
const RESPONSE = ascii('HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Type: text/html\r\n\r\n<html>');

test('an application on a port of another is told by its bytes', () => {
  expect(hear(6, 50000, 443, [{ bytes: GREETING, dst: true }])).toMatchObject({ app: 'ssh', by: 'inspected' });
});

test('bytes sent again tell a flow of which a bare ACK was captured first', () => {
  const again = { bytes: REQUEST, seqOffset: -REQUEST.length, midstream: true } as const;
  expect(hear(6, 50000, 9100, [again])).toMatchObject({ app: 'http', by: 'inspected' });
  const halves = [
    { bytes: REQUEST.subarray(0, 20), seqOffset: -REQUEST.length, midstream: true },
    { bytes: REQUEST.subarray(20), seqOffset: 20 - REQUEST.length, midstream: true },
  ] as const;
  expect(hear(6, 50000, 9100, halves).facts).toMatchObject({ host: 'example.org' });
});

test('a flow without telling bytes is guessed by its port, and the guess is marked', () => {
  expect(hear(6, 50000, 22, [])).toMatchObject({ app: 'ssh', by: 'port' });
  expect(hear(6, 61000, 61001, [])).toMatchObject({ app: '', by: 'none' });
});

test('the port of the responder is believed before that of the initiator', () => {
  expect(hear(6, 80, 22, [])).toMatchObject({ app: 'ssh', by: 'port' });
  expect(hear(6, 22, 61000, [])).toMatchObject({ app: 'ssh', by: 'port' });
  expect(hear(6, 8080, 5999, [])).toMatchObject({ app: '', by: 'none' }); // a client's port is chosen at random
});

test('a request and its response are facts of one flow, and requests that follow are counted', () => {
  const heard = hear(6, 50000, 8080, [{ bytes: REQUEST }, { bytes: RESPONSE, dst: true }, { bytes: REQUEST }]);
  expect(heard.facts).toEqual({
    host: 'example.org',
    'http.method': 'GET',
    'http.path': '/index.html',
    'http.user_agent': 'curl/8',
    'http.status': 404,
    'http.server': 'nginx',
    'http.content_type': 'text/html',
    'http.version': '1.1',
    'http.requests': 2,
    'http.responses': 1,
  });
});

test('a request cut into segments is read whole', () => {
  const halves = [{ bytes: REQUEST.subarray(0, 30) }, { bytes: REQUEST.subarray(30) }];
  expect(hear(6, 50000, 80, halves).facts).toMatchObject({ host: 'example.org', 'http.user_agent': 'curl/8' });
});

test('segments that come in the wrong order, twice or overlapping are put in their place', () => {
  const part = (from: number, to: number) => ({ bytes: REQUEST.subarray(from, to), seqOffset: from });
  const orders = [
    [part(40, REQUEST.length), part(0, 40)],
    [part(0, 20), part(40, REQUEST.length), part(20, 40)],
    [part(0, 20), part(0, 20), part(10, 50), part(30, REQUEST.length)],
  ];
  for (const said of orders) expect(hear(6, 50000, 9999, said).facts).toMatchObject({ host: 'example.org' });
});

test('zeros that a driver counted as payload hide nothing', () => {
  const said = [
    { bytes: hex`0000`, seqOffset: 0 },
    { bytes: REQUEST, seqOffset: 0 },
  ];
  expect(hear(6, 50000, 9999, said).app).toBe('http');
});

test('a capture that begins in the middle is still told at the start of a later message', () => {
  const said = [
    { bytes: ascii('the end of some earlier body'), seqOffset: 0 },
    { bytes: RESPONSE, seqOffset: 28 },
  ];
  expect(
    hear(
      6,
      80,
      50000,
      said.map((one) => ({ ...one, dst: true as const })),
    ),
  ).toMatchObject({ app: 'http', by: 'inspected' });
});

test('a flow of noise is let go after a few payloads', () => {
  const noise = Array.from({ length: 40 }, (_, n) => ({
    bytes: hex`fbad ${(n + 16).toString(16)} 77 9911 c3`,
    ...(n % 2 ? { dst: true as const } : {}),
  }));
  const heard = hear(17, 50000, 50001, noise);
  expect(heard.app).toBe('');
  expect(heard.taken).toBeLessThanOrEqual(14);
});

test('a direction that never ends its request, in pieces however small, is let go', () => {
  const endless = ascii(`GET / HTTP/1.1\r\nX: ${'y'.repeat(2000)}`);
  const heard = hear(
    6,
    50000,
    80,
    Array.from(endless, (_, n) => ({ bytes: endless.subarray(n, n + 1) })),
  );
  expect(heard.app).toBe('http');
  expect(heard.facts).toEqual({});
});

test('flows of other protocols of IP are told by the header', () => {
  expect(hear(1, 0, 0, [])).toMatchObject({ app: 'icmp', by: 'inspected' });
  expect(hear(50, 0, 0, [])).toMatchObject({ app: 'esp', by: 'inspected' });
  expect(hear(253, 0, 0, [])).toMatchObject({ app: '', by: 'none' });
});

test('many flows that want more at once get bounded memory, and none breaks', () => {
  const engine = createEngine();
  const flows = 3000;
  engine.grow(flows);
  const half = REQUEST.subarray(0, 30);
  for (let slot = 0; slot < flows; slot++) {
    expect(engine.open(slot, 6, 4)).toBe(true);
    engine.inspect(slot, payloadOf(half, { proto: 6, recvPort: 80 }));
  }
  const rest = payloadOf(REQUEST.subarray(30), { proto: 6, recvPort: 80, seqOffset: 30, index: 1 });
  for (let slot = 0; slot < flows; slot++) {
    engine.inspect(slot, { ...rest });
    engine.close(slot);
  }
});

test('no dissector reads outside its payload or throws, whatever the bytes', () => {
  const engine = createEngine();
  engine.grow(1);
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed >>> 8;
  };
  const starts = [
    GREETING,
    REQUEST,
    RESPONSE,
    hex`160301 0200 01 0001fc 0303`,
    hex`c0 00000001 08`,
    hex`1234 0100 0001 0000 0000 0000 03`,
  ];
  for (let n = 0; n < 4000; n++) {
    const proto = n % 2 ? 6 : 17;
    const { ports } = DISSECTORS[random() % DISSECTORS.length];
    engine.open(0, proto, 4);
    for (let turn = 0; turn < 3; turn++) {
      const buf = Uint8Array.from({ length: 1 + (random() % 200) }, () => random() & 0xff);
      if (n % 3 === 0) buf.set(starts[random() % starts.length].subarray(0, buf.length));
      const off = random() % buf.length;
      const end = off + 1 + (random() % (buf.length - off));
      const given = {
        proto,
        off: n % 3 === 0 ? 0 : off,
        end,
        fromSrc: turn !== 1,
        recvPort: ports[0] ?? 9,
        index: turn,
        seqOffset: turn * 200,
      };
      engine.inspect(0, payloadOf(buf, { ...given, wireLength: end - given.off }));
    }
    engine.close(0);
  }
});

test('names of applications are lower case and stand once', () => {
  expect(new Set(APPS).size).toBe(APPS.length);
  for (const app of APPS.slice(1)) expect(app).toMatch(/^[a-z0-9][a-z0-9.-]*$/);
});

test('every dissector says on what it runs', () => {
  for (const { app, over, ports, firstBytes } of DISSECTORS) {
    expect(over.length, app).toBeGreaterThan(0);
    for (const port of ports) expect(port, app).toBeLessThan(65536);
    for (const byte of firstBytes ?? []) expect(byte, app).toBeLessThan(256);
  }
});
