/** live, listen and watch as commands: what they print, what Ctrl-C leaves, and a server that runs already. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import dgram from 'node:dgram';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { manyFlows } from './captures.ts';
import { LAUNCHER, run } from './command.ts';

let dir: string;
let children: ChildProcess[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(dir, { recursive: true, force: true });
});

interface Running {
  readonly text: () => string;
  readonly interrupt: () => Promise<number | null>;
}
function running(args: readonly string[], env: Readonly<Record<string, string>> = {}): Running {
  const child = spawn(
    process.execPath,
    [join(LAUNCHER, '../src/cli/main.ts'), ...args, '--data-dir', join(dir, 'data')],
    {
      env: { ...process.env, ...env },
    },
  );
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (piece: Buffer) => {
      text += piece.toString();
    });
  const closed = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    text: () => text,
    interrupt: () => {
      child.kill('SIGINT');
      return closed;
    },
  };
}
const soon = { timeout: 30_000 };

test('listen says where, takes senders, and Ctrl-C leaves what came', async () => {
  const command = running(['listen', '0', '--tls', '--dataset', 'Senders', '--port', '0'], {
    CAPSCOPE_TOKEN: 'open-sesame-7',
  });
  await expect.poll(command.text, soon).toMatch(/See it at http:\/\/127\.0\.0\.1:\d+\/d\/[a-z2-7]{8}; Ctrl-C ends it/);
  expect(command.text()).toMatch(
    /^Listening on 127\.0\.0\.1:\d+, TLS only, with a token\nCertificate SHA-256 ([0-9A-F]{2}:){31}/,
  );
  const [, page] = /See it at (\S+)\/d\//.exec(command.text())!;
  const [, port] = /Listening on 127\.0\.0\.1:(\d+)/.exec(command.text())!;
  net.connect(Number(port), '127.0.0.1').end('plain\n');
  await expect.poll(command.text, soon).toContain('it does not speak TLS');
  const jobs = (await (await fetch(`${page}/api/jobs`)).json()) as { kind: string }[];
  expect(jobs).toMatchObject([{ kind: 'listen', state: 'running' }]);
  // A second command asks the server that runs.
  const second = running(['listen', '0', '--dataset', 'Others']);
  await expect.poll(second.text, soon).toMatch(/Listening on 127\.0\.0\.1:\d+, without TLS\nSee it at/);
  const [, other] = /Listening on 127\.0\.0\.1:(\d+)/.exec(second.text())!;
  net.connect(Number(other), '127.0.0.1').end(manyFlows(12));
  await expect.poll(second.text, soon).toContain('12 packets');
  expect(await second.interrupt()).toBe(0);
  expect(second.text()).toContain('Dataset "Others": 12 packets in 12 flows');
  expect(await command.interrupt()).toBe(0);
}, 90_000);

test('a server that is killed loses nothing that had come: the next one imports it and listens on the same port', async () => {
  const data = ['--data-dir', join(dir, 'data')];
  const served = async (): Promise<{ readonly child: ChildProcess; readonly address: string }> => {
    const child = spawn(process.execPath, [join(LAUNCHER, '../src/cli/main.ts'), 'serve', '--port', '0', ...data]);
    children.push(child);
    const address = await new Promise<string>((resolve) => {
      child.stdout.on('data', (piece: Buffer) => resolve(/http:\S+/.exec(piece.toString())![0]));
    });
    return { child, address };
  };
  const call = async <T>(address: string, path: string, body?: object): Promise<T> => {
    const posted = { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return (await (await fetch(address + path, body === undefined ? {} : posted)).json()) as T;
  };
  interface Listening {
    readonly live?: { readonly address: string };
  }
  const first = await served();
  const { id } = await call<{ id: string }>(first.address, '/api/datasets', { name: 'Killed' });
  const packets = async (address: string): Promise<number> =>
    (await call<{ packets: number }>(address, `/api/datasets/${id}`)).packets;
  const job = await call<Listening>(first.address, `/api/datasets/${id}/listen`, { port: 0 });
  const port = Number(/\d+$/.exec(job.live!.address)![0]);
  const capture = manyFlows(300);
  const socket = net.connect(port, '127.0.0.1').on('error', () => undefined);
  // The last packet has come in part only.
  socket.write(capture.subarray(0, -10));
  await expect.poll(() => packets(first.address), soon).toBe(299);
  const gone = new Promise((resolve) => first.child.once('exit', resolve));
  first.child.kill('SIGKILL');
  await gone;
  const second = await served();
  await expect.poll(() => packets(second.address), soon).toBe(299);
  await expect
    .poll(async () => (await call<Listening[]>(second.address, '/api/jobs'))[0]?.live?.address, soon)
    .toBe(`127.0.0.1:${port}`);
  net.connect(port, '127.0.0.1').end(manyFlows(5, Date.UTC(2024, 10, 1)));
  await expect.poll(() => packets(second.address), soon).toBe(304);
}, 90_000);

test('watch imports what appears', async () => {
  const folder = join(dir, 'captures');
  mkdirSync(folder);
  const path = join(folder, 'a.pcap');
  writeFileSync(path, manyFlows(5));
  utimesSync(path, 1_700_000_000, 1_700_000_000);
  const command = running(['watch', folder, '--port', '0']);
  await expect.poll(command.text, soon).toContain('imported a.pcap');
  expect(await command.interrupt()).toBe(0);
  expect(command.text()).toMatch(/Dataset "captures": 5 packets in 5 flows/);
}, 60_000);

const hasTcpdump = spawnSync('tcpdump', ['--version']).error === undefined;
test.skipIf(!hasTcpdump || process.getuid?.() !== 0)(
  'live captures with tcpdump where there is no dumpcap, and tells its drops',
  async () => {
    const bin = join(dir, 'bin');
    mkdirSync(bin);
    symlinkSync(spawnSync('which', ['tcpdump'], { encoding: 'utf8' }).stdout.trim(), join(bin, 'tcpdump'));
    const socket = dgram.createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    const { port } = socket.address();
    const command = running(['live', '-i', 'lo', 'udp', 'port', String(port), '--port', '0'], { PATH: bin });
    await expect.poll(command.text, soon).toContain('See it at');
    const [, page, id] = /See it at (\S+)\/d\/(\w+);/.exec(command.text())!;
    for (let n = 0; n < 40; n++) socket.send(`datagram ${n}`, port, '127.0.0.1');
    await expect
      .poll(
        async () => ((await (await fetch(`${page}/api/datasets/${id}`)).json()) as { packets: number }).packets,
        soon,
      )
      .toBe(40);
    for (let n = 0; n < 7; n++) socket.send(`late ${n}`, port, '127.0.0.1');
    expect(await command.interrupt()).toBe(0);
    socket.close();
    expect(command.text()).toContain('Dataset "lo": 47 packets in 1 flow');
  },
  60_000,
);

test('what is wrong is said in words', async () => {
  const common = ['--data-dir', join(dir, 'data')];
  expect((await run(['live', ...common])).err).toContain('capscope live needs an interface: -i eth0');
  expect((await run(['live', '-i', 'lo', '--keep', 'much', ...common])).err).toContain(
    '--keep is a size such as 500MB or 10GB',
  );
  expect((await run(['listen', 'here', ...common])).err).toContain('"here" is no address to listen on');
  expect((await run(['listen', '1', '2', ...common])).status).toBe(2);
  expect((await run(['listen', '--cert', 'a', ...common])).err).toContain('--cert and --key belong together');
  expect((await run(['watch', join(dir, 'none'), '--port', '0', ...common])).err).toContain('there is no such folder');
  expect((await run(['live', '-i', 'lo', ...common], { env: { PATH: '/nonexistent' } })).status).not.toBe(0);
}, 90_000);
