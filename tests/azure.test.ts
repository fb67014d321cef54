/** Azure storage: listing and importing against Azure's own emulator, with all kinds of addresses, and no secret left behind. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobServiceClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StorageListing } from '#app/azure/storage.ts';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Dataset, Job } from '#app/model.ts';
import { parseCidr } from '#base/address.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows } from './captures.ts';
import { LAUNCHER, run } from './command.ts';
import { ACCOUNT, type Azurite, KEY, startAzurite } from './stand-in/azurite.ts';

const CONTAINER = 'network-watcher-logs';
const CAPTURE =
  'subscriptions/s1/resourcegroups/rg2/providers/microsoft.compute/virtualmachines/vm1/2025/01/31/packetcapture_16_39_41_077.cap';
const LOOPBACK = '127.0.0.0/8';
const HOUR_MS = 3_600_000;

let dir: string;
let azurite: Azurite;
let service: BlobServiceClient;
let connection: string;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  azurite = await startAzurite(dir);
  connection = azurite.connection;
  service = new BlobServiceClient(azurite.service, new StorageSharedKeyCredential(ACCOUNT, KEY));
  const container = service.getContainerClient(CONTAINER);
  await container.create();
  const put = async (path: string, bytes: Uint8Array): Promise<void> =>
    void (await container.getBlockBlobClient(path).uploadData(bytes));
  await put(CAPTURE, manyFlows(300));
  await put('other/späte capture #1?.pcap', manyFlows(20));
  for (let index = 0; index < 7; index++) await put(`many/${index}.txt`, Buffer.from('x'));
}, 60_000);
afterAll(() => {
  azurite.stop();
  rmSync(dir, { recursive: true, force: true });
});

const containerSas = (permissions: string, ends = Date.now() + HOUR_MS): Promise<string> =>
  service
    .getContainerClient(CONTAINER)
    .generateSasUrl({ permissions: ContainerSASPermissions.parse(permissions), expiresOn: new Date(ends) });

const accountSas = (): string => {
  const query = generateAccountSASQueryParameters(
    {
      services: AccountSASServices.parse('b').toString(),
      resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
      permissions: AccountSASPermissions.parse('rl'),
      expiresOn: new Date(Date.now() + HOUR_MS),
    },
    new StorageSharedKeyCredential(ACCOUNT, KEY),
  );
  return `${service.url}?${query.toString()}`;
};

const signature = (address: string): string => decodeURIComponent(/sig=([^&]+)/.exec(address)![1]!);

function findIn(folder: string, text: string): string {
  try {
    return execFileSync('grep', ['-rlF', '--binary-files=text', '--', text, folder], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

const list = async (...args: string[]): Promise<StorageListing> => {
  const { status, out, err } = await run(['azure', 'list', '--allow-net', LOOPBACK, '--format', 'json', ...args]);
  expect(`${status} ${err}`).toBe('0 ');
  return JSON.parse(out) as StorageListing;
};
/** On a busy machine an import takes long enough to be told of. */
const withoutProgress = (err: string): string => err.replace(/^.* packets {2}.*\n/gm, '');
const connectionFile = (): string => {
  const path = join(dir, 'connection.txt');
  writeFileSync(path, `${connection}\n`);
  return path;
};

test('a container is listed by its SAS, and a capture of Network Watcher is known by its path', async () => {
  const listing = await list(await containerSas('rl'));
  expect(listing.blobs).toHaveLength(9);
  expect(listing.blobs.find(({ path }) => path === CAPTURE)).toMatchObject({
    bytes: manyFlows(300).length,
    place: { kind: 'capture', subscription: 's1', group: 'rg2', target: 'vm1', day: '2025-01-31', time: '16:39:41' },
  });
});

test('an account tells its containers, by its SAS and by a connection string; with one named, its blobs', async () => {
  const path = connectionFile();
  expect((await list(accountSas())).containers).toEqual([CONTAINER]);
  expect((await list('--from', path)).containers).toEqual([CONTAINER]);
  expect((await list('--from', path, '--container', CONTAINER, '--prefix', 'many/')).blobs).toHaveLength(7);
  expect((await list(accountSas(), '--container', CONTAINER)).blobs).toHaveLength(9);
});

test('what begins like the prefix is imported, by SAS and by connection string; no secret stays', async () => {
  const data = join(dir, 'data');
  const sas = await containerSas('rl');
  const common = ['--allow-net', LOOPBACK, '--data-dir', data];
  const first = await run(['azure', 'import', sas, '--prefix', 'subscriptions/', ...common]);
  expect(`${first.status} ${withoutProgress(first.err)}`).toBe('0 ');
  expect(first.out).toMatch(/^packetcapture_16_39_41_077\.cap: .*\nDataset "packetcapture_16_39_41_077": 300 packets/);
  const second = await run([
    'azure',
    'import',
    ...['--from', connectionFile(), '--container', CONTAINER, '--prefix', 'other/', '--dataset', 'Late', ...common],
  ]);
  expect(`${second.status} ${withoutProgress(second.err)}`).toBe('0 ');
  expect(second.out).toMatch(/Dataset "Late": 20 packets/);
  for (const secret of [KEY, signature(sas), encodeURIComponent(signature(sas))]) {
    expect(findIn(data, secret)).toBe('');
    expect(first.out + first.err + second.out + second.err).not.toContain(secret);
  }
});

test('what a signature does not allow is told before and after the storage was asked', async () => {
  const only = await run(['azure', 'list', '--allow-net', LOOPBACK, await containerSas('r')]);
  expect(only.err).toContain('this signature does not allow listing: ask for one with list permission (sp=rl)');
  const ended = await run(['azure', 'list', '--allow-net', LOOPBACK, await containerSas('rl', Date.now() - HOUR_MS)]);
  expect(ended.err).toMatch(/this signature ended at .* UTC: ask for a new one/);
  const changed = (await containerSas('rl')).replace(/sig=.{6}/, 'sig=AAAAAA');
  const refused = await run(['azure', 'list', '--allow-net', LOOPBACK, changed]);
  expect(refused).toMatchObject({ status: 1 });
  // The emulator answers AuthorizationFailure where Azure says AuthenticationFailed.
  expect(refused.err).toMatch(/Azure (refuses|does not accept).*signature/);
  expect(refused.err).not.toContain(signature(changed));
  const broken = await run(['azure', 'list', '--from', '-'], {
    input: Buffer.from(`AccountName=x;AccountKey=%%%${KEY}`),
  });
  expect(broken.status).toBe(1);
  expect(broken.err).not.toContain(KEY);
});

test('a storage at an address of this machine is not asked unless that is allowed', async () => {
  const { status, err } = await run(['azure', 'list', await containerSas('rl')]);
  expect(status).toBe(1);
  expect(err).toContain('belongs to this machine: such addresses are not fetched from');
  const metadata = 'http://169.254.169.254/account/container?sv=1&sr=c&sp=rl&sig=x';
  expect((await run(['azure', 'list', '--allow-net', LOOPBACK, metadata])).err).toContain('metadata service');
});

test('the server lists page by page and imports what was picked; its log and answers hold no secret', async () => {
  const data = join(dir, 'served');
  const log: string[] = [];
  const app = new Capscope({ dir: data, ...ENGINE, allowed: [parseCidr(LOOPBACK)!] });
  const server = createServer({
    app,
    webDir: join(dir, 'no-pages'),
    logger: pino({ level: 'trace' }, { write: (line: string) => void log.push(line) }),
  });
  const port = await listen(server, '127.0.0.1', 0);
  const call = async <T>(path: string, body: unknown): Promise<T> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    });
    const text = await response.text();
    for (const secret of [KEY, signature(sas)]) expect(text).not.toContain(secret);
    return JSON.parse(text) as T;
  };
  const sas = await containerSas('rl');
  const found: string[] = [];
  let after: string | undefined;
  do {
    const page = await call<StorageListing>('/api/azure/list', { address: sas, limit: 4, ...(after && { after }) });
    expect(page.blobs.length).toBeLessThanOrEqual(4);
    found.push(...page.blobs.map(({ path }) => path));
    after = page.next;
  } while (after !== undefined);
  expect(new Set(found).size).toBe(9);
  const { id } = await call<Dataset>('/api/datasets', { name: 'Picked' });
  const job = await call<Job>(`/api/datasets/${id}/azure`, {
    address: connection,
    container: CONTAINER,
    path: 'other/späte capture #1?.pcap',
  });
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
  const missing = await call<{ message: string }>(`/api/datasets/${id}/azure`, { address: sas, path: 'none.cap' });
  expect(missing.message).toContain('there is no such blob');
  await server.close();
  await app.close();
  for (const secret of [KEY, signature(sas)]) {
    expect(log.join('')).not.toContain(secret);
    expect(findIn(data, secret)).toBe('');
  }
});

test('a signature on the command line is gone from the list of processes', async () => {
  const sas = await containerSas('rl');
  // The address answers nothing, so that the command waits.
  const child = spawn(LAUNCHER, ['azure', 'list', '--allow-net', LOOPBACK, sas], { stdio: 'ignore' });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const deadline = Date.now() + 10_000;
  let seen = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
  while (seen.includes('sig=') && Date.now() < deadline && child.exitCode === null) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    try {
      seen = readFileSync(`/proc/${child.pid}/cmdline`, 'utf8');
    } catch {
      break;
    }
  }
  child.kill('SIGKILL');
  await exited;
  expect(seen).toContain('capscope');
  expect(seen).not.toContain('sig=');
});
