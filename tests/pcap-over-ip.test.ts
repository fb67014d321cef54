/** Captures over TCP: visible while connected, kept when the peer goes or the reader has enough, and the same as from a file. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { parseCidr } from '#base/address.ts';
import { manyFlows } from './captures.ts';
import { LAUNCHER, run } from './command.ts';

const LOOPBACK = '127.0.0.0/8';
const capture = manyFlows(500);

let dir: string;
let app: Capscope;
const servers: net.Server[] = [];
const sockets: net.Socket[] = [];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  app = new Capscope({ dir: join(dir, 'served'), ...ENGINE, watched: true, allowed: [parseCidr(LOOPBACK)!] });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers) server.close();
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});

async function served(speak: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    sockets.push(socket.on('error', () => undefined));
    speak(socket);
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
const flowsOf = async (id: string): Promise<number> => {
  const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
  return 'answer' in reply && reply.answer !== undefined ? reply.answer.all.flows : -1;
};

test('flows are seen while the peer is connected, and stay when the reader has enough', async () => {
  const address = await served((socket) => socket.write(capture));
  const { id } = app.createDataset('Live');
  const job = await app.imports.url(id, address);
  expect(job.name).toMatch(/^127\.0\.0\.1 port \d+$/);
  await expect.poll(() => flowsOf(id), { timeout: 10_000 }).toBe(500);
  expect(app.jobs.get(job.id).state).toBe('running');
  expect(await app.finishStream(job.id)).toMatchObject({ state: 'done', packets: 500 });
  expect(await flowsOf(id)).toBe(500);
});

test('a peer that goes in the midst of a packet leaves all packets before', async () => {
  const address = await served((socket) =>
    socket.write(capture.subarray(0, capture.length - 10), () => setTimeout(() => socket.resetAndDestroy(), 200)),
  );
  const { id } = app.createDataset('Broken');
  const { id: job } = await app.imports.url(id, address);
  const ended = await app.jobs.ended(job);
  expect(ended.state).toBe('done');
  expect(ended.warnings).toEqual([
    expect.stringMatching(/it ended within a packet .*; all 499 whole packets before that are kept$/),
  ]);
  expect(await flowsOf(id)).toBe(499);
});

test('what is no capture leaves nothing', async () => {
  const address = await served((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const { id } = app.createDataset('None');
  const { id: job } = await app.imports.url(id, address);
  expect(await app.jobs.ended(job)).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/^127\.0\.0\.1 port \d+: it does not begin like a capture .* text/),
  });
  expect(await flowsOf(id)).toBe(0);
});

test('the command takes a stream like a link, and only from where it may', async () => {
  const address = await served((socket) => socket.end(capture));
  const common = ['import', address, '--data-dir', join(dir, 'data')];
  expect((await run(common)).err).toContain('belongs to this machine');
  const { status, out, err } = await run([...common, '--allow-net', LOOPBACK]);
  expect(`${status} ${err}`).toBe('0 ');
  expect(out).toMatch(
    /^127\.0\.0\.1 port \d+ [-0-9]+ [:0-9]+\.pcapng: .*, pcapng, 500 packets\nDataset "127\.0\.0\.1 port \d+": 500 packets/,
  );
});

test('Ctrl-C ends the command with what has come', async () => {
  const { promise: asked, resolve } = Promise.withResolvers<void>();
  const address = await served((socket) => socket.write(capture, () => resolve()));
  const child = spawn(process.execPath, [
    join(LAUNCHER, '../src/cli/main.ts'),
    ...['import', address, '--data-dir', join(dir, 'interrupted'), '--allow-net', LOOPBACK],
  ]);
  let out = '';
  child.stdout.on('data', (piece: Buffer) => {
    out += piece.toString();
  });
  const closed = new Promise((done) => child.once('close', done));
  await asked;
  await new Promise((wait) => setTimeout(wait, 1500));
  child.kill('SIGINT');
  expect(await closed).toBe(0);
  expect(out).toMatch(/500 packets in 500 flows/);
}, 30_000);
