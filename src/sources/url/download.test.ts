import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { parseCidr } from '#base/address.ts';
import { type DownloadOptions, download } from './download.ts';
import { targetOf } from './target.ts';

const LOOPBACK = [parseCidr('127.0.0.0/8')!];
const BYTES = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31) & 255));
const servers: http.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, count: number) => void;

/** A real server; its answers are the handler's. */
async function serve(handler: Handler): Promise<string> {
  let count = 0;
  const server = http.createServer((request, response) => handler(request, response, ++count));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function fetched(url: string, options: Partial<DownloadOptions> = {}): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  const signal = new AbortController().signal;
  for await (const part of download(targetOf(url), { signal, allowed: LOOPBACK, waitsMs: [5, 5, 5, 5, 5], ...options }))
    parts.push(part);
  return Buffer.concat(parts);
}

/** Bytes from where the request asks, as Azure and others do; the first `cuts` answers break off after 30 000 bytes. */
const breaking =
  (cuts: number, etag: (count: number) => string = () => '"v1"'): Handler =>
  (request, response, count) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
    if (request.headers['if-match'] !== undefined && request.headers['if-match'] !== etag(count)) {
      response.writeHead(412).end();
      return;
    }
    response.writeHead(start > 0 ? 206 : 200, {
      etag: etag(count),
      'content-length': BYTES.length - start,
      ...(start > 0 ? { 'content-range': `bytes ${start}-${BYTES.length - 1}/${BYTES.length}` } : {}),
    });
    if (count > cuts) response.end(BYTES.subarray(start));
    else response.write(BYTES.subarray(start, start + 30_000), () => setTimeout(() => response.destroy(), 5));
  };

test('a broken connection is taken up where it broke, five times', async () => {
  const sizes: (number | undefined)[] = [];
  const got = await fetched(await serve(breaking(5)), { onSize: (bytes) => sizes.push(bytes) });
  expect(got.equals(BYTES)).toBe(true);
  expect(sizes).toEqual([BYTES.length]);
});

test('a file that changed in between is not mixed', async () => {
  const url = await serve(breaking(1, (count) => `"v${count}"`));
  await expect(fetched(url)).rejects.toThrow('the file was changed while it was being fetched');
});

test('a server without ranges starts anew: what has come already is passed over, if it says that it is the same', async () => {
  const plain =
    (etag: (count: number) => string): Handler =>
    (_request, response, count) => {
      response.writeHead(200, { etag: etag(count), 'content-length': BYTES.length });
      if (count > 2) response.end(BYTES);
      else response.write(BYTES.subarray(0, 70_000 * count), () => setTimeout(() => response.destroy(), 5));
    };
  expect((await fetched(await serve(plain(() => '"same"')))).equals(BYTES)).toBe(true);
  await expect(fetched(await serve(plain((count) => `"${count}"`)))).rejects.toThrow('cannot go on where it broke');
});

test('a server that is busy is asked again when it says', async () => {
  const reasons: string[] = [];
  const url = await serve((_request, response, count) => {
    if (count === 1) response.writeHead(503, { 'retry-after': '0' }).end();
    else if (count === 2) response.writeHead(429).end();
    else response.end('abc');
  });
  expect((await fetched(url, { onRetry: (reason) => reasons.push(reason) })).toString()).toBe('abc');
  expect(reasons).toEqual([
    'the server has a fault of its own (503): try again later',
    'the server is asked too often (429): try again later',
  ]);
});

test('redirects are followed after the same checks', async () => {
  const last = await serve((_request, response) => response.end('abc'));
  const url = await serve((request, response) =>
    response.writeHead(302, { location: request.url === '/a' ? '/b' : `${last}/c` }).end(),
  );
  expect((await fetched(`${url}/a`)).toString()).toBe('abc');
  const inward = await serve((_request, response) =>
    response.writeHead(302, { location: 'http://169.254.169.254/metadata?sig=SECRET' }).end(),
  );
  const refused = await fetched(inward).catch((error: Error) => error.message);
  expect(refused).toContain("belongs to the cloud's metadata service");
  expect(refused).not.toContain('SECRET');
  const scheme = await serve((_request, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end());
  await expect(fetched(scheme)).rejects.toThrow('only http and https');
  const round = await serve((_request, response) => response.writeHead(302, { location: '/again' }).end());
  await expect(fetched(round)).rejects.toThrow('redirected more than 5 times');
});

test('the connection goes to the address that was checked, whatever the name says later', async () => {
  const url = new URL(await serve((request, response) => response.end(request.headers.host)));
  let asked = 0;
  const resolve = async () => {
    asked++;
    return [{ address: '127.0.0.1', family: 4 as const }];
  };
  expect((await fetched(`http://nowhere.example:${url.port}/a`, { resolve })).toString()).toBe(
    `nowhere.example:${url.port}`,
  );
  expect(asked).toBe(1);
});

test('refusals say what to do, and nothing secret', async () => {
  const azure = (status: number, code: string): Handler => {
    return (_request, response) =>
      response
        .writeHead(status, { 'x-ms-request-id': '1', 'content-type': 'application/xml' })
        .end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>sig=SECRET</Message></Error>`);
  };
  const said = async (handler: Handler, query = '?sv=2022-11-02&sr=b&sp=r&sig=SECRET') =>
    (await fetched(`${await serve(handler)}/c/a.cap${query}`).catch((error: Error) => error.message)) as string;
  const cases: readonly (readonly [Handler, string])[] = [
    [azure(403, 'AuthenticationFailed'), 'copy the whole link again'],
    [azure(403, 'AuthorizationPermissionMismatch'), 'ask for one with read permission'],
    [azure(403, 'AuthorizationSourceIPMismatch'), 'for other addresses'],
    [azure(403, 'AuthorizationFailure'), 'firewall'],
    [azure(404, 'BlobNotFound'), 'only after its session has ended'],
    [azure(404, 'ContainerNotFound'), 'no such container'],
    [azure(409, 'PublicAccessNotPermitted'), 'not public'],
    [azure(409, 'BlobArchived'), 'archive tier'],
    [(_q, r) => r.writeHead(404).end(), 'there is nothing at this address (404)'],
    [(_q, r) => r.writeHead(401).end(), 'wants a sign-in'],
    [(_q, r) => r.writeHead(418).end(), 'the server answers 418'],
  ];
  for (const [handler, words] of cases) {
    const message = await said(handler);
    expect(message).toContain(words);
    expect(message).not.toContain('SECRET');
  }
});

test('nobody there, silence, too much, and cancelling end with one line or the reason given', async () => {
  await expect(fetched('http://127.0.0.1:1/')).rejects.toThrow('nobody answers there');
  const silent = await serve(() => {});
  await expect(fetched(silent, { idleMs: 30, waitsMs: [] })).rejects.toThrow('does not answer in time');
  const stalls = await serve(
    (_request, response) => void response.writeHead(200, { 'content-length': 9 }).write('abc'),
  );
  await expect(fetched(stalls, { idleMs: 30, waitsMs: [] })).rejects.toThrow(
    /does not answer in time|connection was lost/,
  );
  await expect(fetched(await serve(breaking(0)), { maxBytes: 1000 })).rejects.toThrow('longer than 1000 bytes');
  const controller = new AbortController();
  const pending = fetched(silent, { signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(pending).rejects.toThrow('enough');
});
