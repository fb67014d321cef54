/** Live sources with real senders: nc-like ones, TLS, tokens, many at once, silent and broken ones; real captures on loopback. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { ListenWish } from '#app/live/live.ts';
import { liveFolder } from '#app/live/run-live.ts';
import { makeCertificate } from '#sources/pcap-over-ip/own-certificate.ts';
import { manyFlows } from './captures.ts';

const has = (program: string): boolean => spawnSync(program, ['--version']).error === undefined;
const mayCapture = process.platform === 'linux' && process.getuid?.() === 0;

let dir: string;
let app: Capscope;
let children: ChildProcess[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  app = opened();
  children = [];
});
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await app.close();
  rmSync(dir, { recursive: true, force: true });
});
const opened = (): Capscope => new Capscope({ dir: join(dir, 'data'), ...ENGINE, watched: true });

const soon = { timeout: 20_000 };
const totals = async (id: string): Promise<{ packets: number; flows: number }> => {
  const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
  return 'answer' in reply && reply.answer !== undefined ? reply.answer.all : { packets: -1, flows: -1 };
};
const packetsOf = async (id: string): Promise<number> => (await totals(id)).packets;

async function listening(wish: Partial<ListenWish> = {}) {
  const { id } = app.createDataset('Live');
  const job = await app.live.listen(id, { port: 0, ...wish });
  const port = Number(/:(\d+)$/.exec(job.live?.address ?? '')?.[1]);
  const notes = (): string => (app.jobs.get(job.id).messages ?? []).map(({ text }) => text).join('\n');
  const senders = (): number => app.jobs.get(job.id).live?.senders.length ?? -1;
  return { id, job, port, notes, senders, finish: () => app.finishStream(job.id) };
}
function connected(port: number): net.Socket {
  return net.connect({ host: '127.0.0.1', port }).on('error', () => undefined);
}
const hour = 3_600_000;
const start = Date.UTC(2024, 9, 21);

test('many senders into one dataset, seen while they are connected', async () => {
  const { id, port, job, senders, finish } = await listening();
  const sockets = [0, 1, 2, 3, 4].map((n) => {
    const socket = connected(port);
    // Byte orders and links of their own; in pieces that cut packets.
    const capture = manyFlows(20 + n, start + n * 60_000);
    socket.write(capture.subarray(0, 100 + n));
    setTimeout(() => socket.write(capture.subarray(100 + n)), 50);
    return socket;
  });
  await expect.poll(() => packetsOf(id), soon).toBe(110);
  expect(senders()).toBe(5);
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'running', standing: true });
  for (const socket of sockets) socket.end();
  await expect.poll(senders, soon).toBe(0);
  const late = connected(port);
  late.write(manyFlows(5, start + hour));
  await expect.poll(() => packetsOf(id), soon).toBe(115);
  expect(await finish()).toMatchObject({ state: 'done', packets: 115, warnings: [] });
  expect(await packetsOf(id)).toBe(115);
  expect((await app.files(id)).map(({ format }) => format)).toEqual(['pcapng']);
});

test('a sender that breaks keeps its whole packets, and a line says so', async () => {
  const { id, port, finish } = await listening();
  const capture = manyFlows(10);
  connected(port).end(capture.subarray(0, -5));
  await expect.poll(() => packetsOf(id), soon).toBe(9);
  const { warnings } = await finish();
  expect(warnings).toEqual([
    expect.stringMatching(
      /^127\.0\.0\.1 port \d+: byte \d+: it ended within a packet .*; all 9 whole packets before that are kept$/,
    ),
  ]);
});

test('what is no capture is sent away, and the others go on', async () => {
  const { id, port, notes, finish } = await listening();
  const good = connected(port);
  good.write(manyFlows(3));
  const bad = connected(port);
  bad.write('GET / HTTP/1.1\r\nHost: capscope.example\r\n\r\n');
  await new Promise((resolve) => bad.once('close', resolve));
  await expect.poll(notes, soon).toMatch(/does not begin like a capture .* but like text; no packet came from it/);
  good.write(manyFlows(3, start).subarray(24));
  await expect.poll(() => packetsOf(id), soon).toBe(6);
  expect((await finish()).state).toBe('done');
});

test('a token is the first line; without it nothing is taken', async () => {
  const { id, port, notes, finish } = await listening({ token: 'open-sesame-7' });
  for (const first of ['', 'wrong-token\n', `${'x'.repeat(2000)}\n`]) {
    const refused = connected(port);
    refused.write(Buffer.concat([Buffer.from(first), manyFlows(2)]));
    await new Promise((resolve) => refused.once('close', resolve));
  }
  await expect.poll(() => notes().match(/its first line is not the token/g)?.length, soon).toBe(3);
  for (const ending of ['\n', '\r\n']) {
    const sender = connected(port);
    for (const byte of Buffer.from(`open-sesame-7${ending}`)) sender.write(Uint8Array.of(byte));
    sender.end(manyFlows(2, ending === '\n' ? start : start + hour));
  }
  await expect.poll(() => packetsOf(id), soon).toBe(4);
  await finish();
  // grep's status when it finds nothing
  expect(spawnSync('grep', ['-rlF', 'open-sesame-7', join(dir, 'data')]).status).toBe(1);
});

test('TLS with a certificate of ours or the operator’s; what speaks plainly is sent away', async () => {
  const own = await listening({ tls: 'own' });
  const { fingerprint } = own.job.live!;
  const secure = tls.connect({ host: '127.0.0.1', port: own.port, rejectUnauthorized: false });
  await new Promise((resolve) => secure.once('secureConnect', resolve));
  expect(secure.getPeerCertificate().fingerprint256).toBe(fingerprint);
  secure.end(manyFlows(3));
  await expect.poll(() => packetsOf(own.id), soon).toBe(3);
  connected(own.port).write(manyFlows(3));
  await expect.poll(own.notes, soon).toContain('it does not speak TLS, and only TLS is taken here');
  await own.finish();

  const pair = makeCertificate(['capscope.example'], Date.now());
  const files = { cert: join(dir, 'a.crt'), key: join(dir, 'a.key') };
  writeFileSync(files.cert, pair.cert);
  writeFileSync(files.key, pair.key);
  const theirs = app.createDataset('Theirs');
  const job = await app.live.listen(theirs.id, { port: 0, tls: files });
  const port = Number(/:(\d+)$/.exec(job.live?.address ?? '')?.[1]);
  const checked = tls.connect({ host: '127.0.0.1', port, ca: pair.cert, servername: 'capscope.example' });
  await new Promise((resolve, reject) => checked.once('secureConnect', resolve).once('error', reject));
  checked.end(manyFlows(4));
  await expect.poll(() => packetsOf(theirs.id), soon).toBe(4);
  writeFileSync(files.key, makeCertificate(['other'], Date.now()).key);
  await expect(app.live.listen(theirs.id, { port: 0, tls: files })).rejects.toThrow(
    'the key does not belong to the certificate',
  );
  await expect(app.live.listen(theirs.id, { port: 0, tls: { ...files, cert: '/none' } })).rejects.toThrow(
    '/none: there is no such certificate file',
  );
});

test.skipIf(!has('openssl') || !has('socat'))('openssl and socat can send', async () => {
  const capture = join(dir, 'sent.pcap');
  writeFileSync(capture, manyFlows(7));
  const secure = await listening({ tls: 'own', token: 'open-sesame-7' });
  const sender = spawn(
    'sh',
    ['-c', `(echo open-sesame-7; cat "$0") | openssl s_client -quiet -connect 127.0.0.1:${secure.port}`, capture],
    { stdio: 'ignore' },
  );
  children.push(sender);
  await expect.poll(() => packetsOf(secure.id), soon).toBe(7);
  const plain = await listening().catch(() => undefined);
  expect(plain).toBeUndefined(); // the name is taken
  const other = app.createDataset('Plain');
  const job = await app.live.listen(other.id, { port: 0 });
  execFileSync('socat', ['-u', `FILE:${capture}`, `TCP:${job.live!.address}`]);
  await expect.poll(() => packetsOf(other.id), soon).toBe(7);
});

test('silent and half-open senders are ended when the operator says so, others stay', async () => {
  const { port, notes, senders, finish } = await listening({ idleSeconds: 0.3 });
  const silent = connected(port);
  silent.write(manyFlows(1));
  await new Promise((resolve) => silent.once('close', resolve));
  await expect.poll(notes, soon).toMatch(/ended, as nothing came for 0\.3 s; the packet before that is kept/);
  await finish();
  const patient = app.createDataset('Patient');
  const job = await app.live.listen(patient.id, { port: 0 });
  const quiet = connected(Number(/:(\d+)$/.exec(job.live!.address!)![1]));
  quiet.write(manyFlows(1));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(quiet.closed).toBe(false);
  expect(senders()).toBe(-1);
});

test('senders from elsewhere are refused where networks are named', async () => {
  const { port, notes } = await listening({ from: ['192.0.2.0/24', '2001:db8::/32'] });
  const refused = connected(port);
  await new Promise((resolve) => refused.once('close', resolve));
  await expect.poll(notes, soon).toContain('it is in none of the networks');
});

test('what cannot be listened on is refused in words, and leaves no job', async () => {
  const { id, port } = await listening();
  const other = app.createDataset('Other').id;
  for (const [wish, words] of [
    [{ port }, /^port \d+ on 127\.0\.0\.1 is taken by another program; choose another$/],
    [{ port: 0, host: '192.0.2.1' }, '192.0.2.1 is no address of this machine'],
    [{ port: 0, token: 'short' }, 'the token must have at least 8'],
    [{ port: 0, from: ['10.0.0.0/64'] }, 'is no network; write 10.0.0.0/8'],
    [{ port: 0, keepBytes: 1000 }, 'keep at least 32 MB'],
  ] as const)
    await expect(app.live.listen(other, wish)).rejects.toThrow(words);
  expect(app.jobs.list().map(({ dataset }) => dataset)).toEqual([id]);
});

test('another import of the dataset gets its turn while senders stay connected', async () => {
  const { id, port, finish } = await listening();
  const socket = connected(port);
  socket.write(manyFlows(10));
  await expect.poll(() => packetsOf(id), soon).toBe(10);
  const file = join(dir, 'file.pcap');
  writeFileSync(file, manyFlows(4, start - 24 * hour));
  const job = app.imports.files(id, [file]);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 4 });
  socket.write(manyFlows(3, start + hour).subarray(24));
  await expect.poll(() => packetsOf(id), soon).toBe(17);
  expect(await finish()).toMatchObject({ state: 'done', packets: 13 });
});

test('what came before the server was ended or died is there after it, and the port too', async () => {
  const { id, port, job } = await listening();
  const socket = connected(port);
  socket.write(manyFlows(10));
  await expect.poll(() => packetsOf(id), soon).toBe(10);
  // A crash: the segment that grew is on the disk, and not in the dataset.
  const folder = liveFolder(join(dir, 'data', 'datasets', id), job.id);
  const crashed = join(dir, 'crashed');
  mkdirSync(crashed);
  for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(crashed, name));
  await app.close();
  expect(readdirSync(crashed)).toEqual(['00000001.pcapng']);
  app = opened();
  await expect.poll(() => packetsOf(id), soon).toBe(10);
  await expect.poll(() => app.jobs.get(job.id).live?.address, soon).toMatch(/^127\.0\.0\.1:\d+$/);
  const again = connected(Number(/:(\d+)$/.exec(app.jobs.get(job.id).live!.address!)![1]));
  again.write(manyFlows(2, start + hour));
  await expect.poll(() => packetsOf(id), soon).toBe(12);
  expect(await app.finishStream(job.id)).toMatchObject({ state: 'done', packets: 12 });
});

test('a segment that the dataset has is not imported again, an empty one and one that is none are passed over', async () => {
  const { id, port, job } = await listening();
  connected(port).write(manyFlows(10));
  await expect.poll(() => packetsOf(id), soon).toBe(10);
  await app.close();
  const kept = join(dir, 'data', 'jobs', `${job.id}.json`);
  const before = readFileSync(kept);
  const imported = (): number => JSON.parse(readFileSync(kept, 'utf8')).plan.imported;
  expect(imported()).toBe(0);
  app = opened();
  await expect.poll(imported, soon).toBe(1);
  await app.close();
  // As a process leaves it that died when the dataset had the segment and its plan did not tell yet.
  writeFileSync(kept, before);
  const folder = liveFolder(join(dir, 'data', 'datasets', id), job.id);
  writeFileSync(join(folder, '00000002.pcapng'), '');
  writeFileSync(join(folder, '00000003.pcapng'), 'no capture at all, whatever its name says');
  app = opened();
  await expect.poll(() => app.jobs.get(job.id).live?.address, soon).toBeDefined();
  expect(await packetsOf(id)).toBe(10);
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'running', packets: 10, warnings: [expect.any(String)] });
  expect(imported()).toBe(3);
});

test('a paused listener lets others import, keeps its senders, and goes on or ends with what they sent', async () => {
  const { id, port, job, senders, finish } = await listening();
  const socket = connected(port);
  socket.write(manyFlows(10));
  await expect.poll(() => packetsOf(id), soon).toBe(10);
  app.jobs.pause(job.id);
  const file = join(dir, 'file.pcap');
  writeFileSync(file, manyFlows(4, start - 24 * hour));
  const other = app.imports.files(id, [file]);
  expect(await app.jobs.ended(other.id)).toMatchObject({ state: 'done', packets: 4 });
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'paused' });
  expect(senders()).toBe(1);
  socket.write(manyFlows(3, start + hour).subarray(24));
  app.jobs.resume(job.id);
  await expect.poll(() => packetsOf(id), soon).toBe(17);
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'running' });
  app.jobs.pause(job.id);
  socket.write(manyFlows(2, start + 2 * hour).subarray(24));
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(await finish()).toMatchObject({ state: 'done', packets: 15 });
});

test('a live source does not begin where the operator’s limit is reached', async () => {
  const { id } = app.createDataset('Live');
  app.settings.put({ ...app.settings.get(), datasetBytes: 1e6 });
  writeFileSync(join(dir, 'data', 'datasets', id, 'much'), Buffer.alloc(2e6));
  await expect(app.live.listen(id, { port: 0 })).rejects.toThrow('are allowed for this dataset');
});

test('capturing is refused where the server may not, and says how it may', async () => {
  await app.close();
  app = new Capscope({ dir: join(dir, 'data'), ...ENGINE, captureForbidden: 'start it with --allow-capture' });
  const { id } = app.createDataset('Live');
  await expect(app.live.capture(id, { interface: 'lo' })).rejects.toThrow('--allow-capture');
  await expect(app.live.interfaces()).rejects.toThrow('--allow-capture');
});

test.skipIf(!mayCapture || !(has('dumpcap') || has('tcpdump')))(
  'packets on loopback are captured to the last one',
  async () => {
    expect((await app.live.interfaces()).map(({ name }) => name)).toContain('lo');
    const { id } = app.createDataset('Live');
    const socket = dgram.createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    const job = await app.live.capture(id, { interface: 'lo', filter: `udp port ${port}` });
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (let n = 0; n < 200; n++) socket.send(`datagram ${n}`, port, '127.0.0.1');
    await expect.poll(() => packetsOf(id), soon).toBe(200);
    for (let n = 0; n < 50; n++) socket.send(`late ${n}`, port, '127.0.0.1');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await app.finishStream(job.id)).toMatchObject({ state: 'done', packets: 250 });
    socket.close();
    const [file] = await app.files(id);
    expect(file).toMatchObject({ format: 'pcapng', packets: 250 });
    expect(file?.interfaces?.[0]).toMatchObject({ filter: `udp port ${port}`, droppedByInterface: 0 });
    for (const [wish, words] of [
      [{ interface: 'nosuch0' }, 'there is no such interface'],
      [{ interface: 'lo', filter: 'tcp prt 4' }, 'the capture filter is not understood'],
      [{ interface: '-w/tmp/x' }, 'is no name of an interface'],
    ] as const)
      await expect(app.live.capture(id, wish)).rejects.toThrow(words);
  },
);

test.skipIf(!mayCapture || !has('dumpcap') || !has('pgrep'))('a capture that failed is begun anew', async () => {
  const { id } = app.createDataset('Live');
  const socket = dgram.createSocket('udp4');
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address();
  const job = await app.live.capture(id, { interface: 'lo', filter: `udp port ${port}` });
  const [program] = execFileSync('pgrep', ['-f', `dumpcap.*udp port ${port}`], { encoding: 'utf8' }).split('\n');
  process.kill(Number(program), 'SIGKILL');
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'failed' });
  app.jobs.resume(job.id);
  await expect
    .poll(async () => {
      socket.send('datagram', port, '127.0.0.1');
      return packetsOf(id);
    }, soon)
    .toBeGreaterThan(0);
  expect(await app.finishStream(job.id)).toMatchObject({ state: 'done' });
  socket.close();
});
