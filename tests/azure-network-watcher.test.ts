/**
 * Network Watcher: signing in, and capture sessions from start to import, on real HTTPS against stand-ins of Entra and Resource Manager
 * (tests/stand-in) and Azure's own emulator of storage, which takes the tokens.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Session, SessionStatus } from '#app/azure/captures.ts';
import type { SignInState } from '#app/azure/sign-in.ts';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Job } from '#app/model.ts';
import { parseCidr } from '#base/address.ts';
import { createServer, listen } from '#server/server.ts';
import { manyFlows } from './captures.ts';
import { run } from './command.ts';
import { ACCOUNT, type Azurite, KEY, startAzurite } from './stand-in/azurite.ts';
import { type Certificate, makeCertificate, trustHere } from './stand-in/certificate.ts';
import { CLIENT, SECRET, TENANT } from './stand-in/entra.ts';
import {
  AzureStandIn,
  GROUP,
  MACHINE,
  SCALE_SET,
  STORAGE,
  type StandInSession,
  SUBSCRIPTION,
  WATCHER,
} from './stand-in/resource-manager.ts';

const LOOPBACK = '127.0.0.0/8';
const CAPTURES = `/api/azure/captures/${SUBSCRIPTION}/${GROUP}/${WATCHER}`;
const APPLICATION = { kind: 'application', tenant: TENANT, client: CLIENT, secret: SECRET } as const;
const WAIT = 60_000;

let dir: string;
let certificate: Certificate;
let azurite: Azurite;
let azure: AzureStandIn;
let service: BlobServiceClient;
/** what a session puts into storage when it has ended */
let written: (session: StandInSession) => Promise<void>;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  certificate = makeCertificate(dir);
  trustHere(certificate);
  azurite = await startAzurite(dir, certificate);
  service = new BlobServiceClient(azurite.service, new StorageSharedKeyCredential(ACCOUNT, KEY));
  await service.getContainerClient('network-watcher-logs').create();
}, WAIT);
beforeEach(async () => {
  written = async ({ storagePath }) => put(storagePath!, manyFlows(40));
  azure = await AzureStandIn.start({
    certificate,
    storage: () => azurite.service,
    onEnded: (session) => written(session),
  });
});
afterEach(() => azure.close());
afterAll(() => {
  azurite.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function put(address: string, bytes: Uint8Array): Promise<void> {
  const path = decodeURIComponent(new URL(address).pathname).replace(`/${ACCOUNT}/network-watcher-logs/`, '');
  await service.getContainerClient('network-watcher-logs').getBlockBlobClient(path).uploadData(bytes);
}

const environment = (): Record<string, string> => ({
  CAPSCOPE_AZURE_AUTHORITY: azure.origin,
  CAPSCOPE_AZURE_RESOURCE_MANAGER: azure.origin,
});

interface Served {
  readonly app: Capscope;
  readonly log: string[];
  readonly answers: string[];
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  close(): Promise<void>;
}

async function serve(data: string): Promise<Served> {
  const [log, answers]: [string[], string[]] = [[], []];
  const app = new Capscope({
    dir: data,
    ...ENGINE,
    watched: true,
    allowed: [parseCidr(LOOPBACK)!],
    ca: certificate.cert,
    env: environment(),
    lookMs: 200,
    onBug: (error) => void log.push(`bug ${String(error)}`),
  });
  const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
  const server = createServer({ app, webDir: join(dir, 'no-pages'), logger });
  const port = await listen(server, '127.0.0.1', 0);
  return {
    app,
    log,
    answers,
    async call<T>(method: string, path: string, body?: unknown) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      const text = await response.text();
      answers.push(text);
      return JSON.parse(text) as T;
    },
    async close() {
      await server.close();
      await app.close();
    },
  };
}

let count = 0;
const newDir = (): string => join(dir, `data-${++count}`);

async function served(act: (server: Served) => Promise<void>, data = newDir()): Promise<void> {
  const server = await serve(data);
  try {
    await act(server);
  } finally {
    await server.close();
  }
  for (const secret of [SECRET, KEY, 'refresh-token-of-the-tests', ...azure.entra.tokens]) {
    expect(server.log.join('')).not.toContain(secret);
    expect(server.answers.join('')).not.toContain(secret);
    expect(findIn(data, secret)).toBe('');
  }
}

function findIn(folder: string, text: string): string {
  try {
    return execFileSync('grep', ['-rlF', '--binary-files=text', '--', text, folder], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

async function until<T>(look: () => Promise<T> | T, isIt: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + WAIT / 2;
  for (;;) {
    const value = await look();
    if (isIt(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test('an application signs in; places are listed page by page, throttled and all', { timeout: WAIT }, () =>
  served(async ({ call }) => {
    expect(await call('GET', '/api/azure/sign-in')).toMatchObject({ state: 'out' });
    expect(await call('POST', '/api/azure/sign-in', APPLICATION)).toMatchObject({
      state: 'in',
      way: 'application',
      name: CLIENT,
    });
    azure.refuse({ path: /^\/subscriptions$/, status: 429, code: 'TooManyRequests', retryAfter: 0 });
    const { subscriptions } = await call<{ subscriptions: { name: string }[] }>('GET', '/api/azure/subscriptions');
    expect(subscriptions.map(({ name }) => name)).toEqual(['Lab', 'Old', 'Plant']);
    expect(azure.asked.filter((line) => line === 'GET /subscriptions')).toHaveLength(3);
    azure.refuse({ path: /storageAccounts$/, status: 403, code: 'AuthorizationFailed' });
    const places = await call<Record<'watchers' | 'machines', { name: string }[]> & { failures: string[] }>(
      'GET',
      `/api/azure/subscriptions/${SUBSCRIPTION}`,
    );
    expect(places.watchers).toEqual([{ name: WATCHER, group: GROUP, location: 'eastus' }]);
    expect(places.machines.map(({ name }) => name)).toEqual(['set1', 'vm1', 'vm2']);
    expect(places.failures).toEqual([
      expect.stringContaining('may not see storage accounts (403 AuthorizationFailed)'),
    ]);
    expect(await call('DELETE', '/api/azure/sign-in')).toMatchObject({ state: 'out' });
    expect(await call('GET', '/api/azure/subscriptions')).toMatchObject({
      code: 'SIGN_IN',
      message: 'not signed in to Azure: sign in first',
    });
  }),
);

test('a person signs in with a code, and storage is asked in silence after that', { timeout: WAIT }, () =>
  served(async ({ call }) => {
    const begun = await call<SignInState>('POST', '/api/azure/sign-in', { kind: 'code', tenant: TENANT });
    expect(begun).toMatchObject({
      state: 'code',
      code: { url: 'https://microsoft.com/devicelogin', code: 'ABCD-EFGH' },
    });
    azure.entra.approved = true;
    const state = await until(
      () => call<SignInState>('GET', '/api/azure/sign-in'),
      ({ state }) => state !== 'code',
    );
    expect(state).toMatchObject({ state: 'in', way: 'code', name: 'engineer@plant.example' });
    const listed = await call<{ containers: string[] }>('POST', '/api/azure/list', {
      address: azurite.service,
      signedIn: true,
    });
    expect(listed).toMatchObject({ containers: ['network-watcher-logs'] });
  }),
);

test('a token is shown to storage of Azure alone', { timeout: WAIT }, () =>
  served(async ({ call }) => {
    await call('POST', '/api/azure/sign-in', APPLICATION);
    for (const address of [
      'https://storage.example/container',
      'https://93.184.216.34/account/container',
      'https://blob.core.windows.net.example/c',
    ]) {
      const { message } = await call<{ message: string }>('POST', '/api/azure/list', { address, signedIn: true });
      expect(message).toContain('a sign-in is used for storage of Azure only');
    }
    const plain = azurite.service.replace('https:', 'http:');
    const { message } = await call<{ message: string }>('POST', '/api/azure/list', { address: plain, signedIn: true });
    expect(message).toContain('a sign-in is used by https only');
  }),
);

test.each([
  [
    { ...APPLICATION, secret: 'wrong' },
    "the application's secret is not right: copy the secret's value, not its ID (AADSTS7000215)",
  ],
  [{ ...APPLICATION, client: CLIENT.replace('c', 'd') }, 'there is no application of this client ID in this tenant'],
  [{ ...APPLICATION, tenant: 'elsewhere.example' }, 'the sign-in service does not know this tenant'],
  [{ ...APPLICATION, client: 'x' }, "an application's client ID looks like"],
] as const)('a sign-in that fails says what to do: %#', { timeout: WAIT }, (way, words) =>
  served(async ({ call }) => {
    expect((await call<{ message: string }>('POST', '/api/azure/sign-in', way)).message).toContain(words);
    expect(await call('GET', '/api/azure/sign-in')).toMatchObject({ state: 'out' });
  }),
);

const START = {
  name: 'pc1',
  target: MACHINE,
  storage: STORAGE,
  seconds: 300,
  bytesPerPacket: 0,
  filters: [{ protocol: 'TCP', localPort: '80;443' }],
} as const;

test('a session is started, watched, ends and is imported by itself', { timeout: WAIT }, () =>
  served(async ({ app, call }) => {
    await call('POST', '/api/azure/sign-in', APPLICATION);
    const started = await call<{ session: Session; dataset: string; job: Job }>('POST', CAPTURES, START);
    expect(started.session).toMatchObject({ name: 'pc1', target: MACHINE, provisioning: 'Succeeded', filters: 1 });
    expect(azure.sessions.get('pc1')?.properties).toMatchObject({
      target: MACHINE,
      targetType: 'AzureVM',
      timeLimitInSeconds: 300,
      storageLocation: { storageId: STORAGE },
      filters: [{ protocol: 'TCP', localPort: '80;443' }],
    });
    expect(await call<SessionStatus>('GET', `${CAPTURES}/pc1`)).toMatchObject({ state: 'running', errors: [] });
    expect((await call<{ sessions: Session[] }>('GET', CAPTURES)).sessions).toHaveLength(1);
    await azure.end('pc1');
    const job = await app.jobs.ended(started.job.id);
    expect(job).toMatchObject({ state: 'done', packets: 40 });
    expect(job.messages?.map(({ text }) => text)).toContain('It has ended: its time limit was reached');
    const files = await app.files(started.dataset);
    expect(files).toMatchObject([{ packets: 40, name: expect.stringMatching(/^packetcapture_.*\.cap$/) }]);
    expect(await call('DELETE', `${CAPTURES}/pc1`)).toEqual({ done: true });
    expect((await call<{ sessions: Session[] }>('GET', CAPTURES)).sessions).toHaveLength(0);
  }),
);

test('a stopped ring of files is one dataset, and the job goes on after a restart', { timeout: 2 * WAIT }, async () => {
  const data = newDir();
  const env = { AZURE_TENANT_ID: TENANT, AZURE_CLIENT_ID: CLIENT, AZURE_CLIENT_SECRET: SECRET };
  Object.assign(process.env, env);
  written = async ({ storagePath }) => {
    const base = storagePath!.replace(/\.cap$/, '');
    for (const [index, flows] of [20, 30, 50].entries()) await put(`${base}_${index}.cap`, manyFlows(flows));
    await put(`${base.replace(/[^/]*$/, 'packetcapture_00_00_00_000')}.cap`, manyFlows(7));
  };
  try {
    let id = '';
    await served(async ({ call }) => {
      await call('POST', '/api/azure/sign-in', { kind: 'machine' });
      const request = {
        ...START,
        name: 'ring',
        seconds: undefined,
        continuous: { files: 3, bytesPerFile: 1_000_000, seconds: 600 },
      };
      const { job } = await call<{ job: Job }>('POST', CAPTURES, request);
      id = job.id;
      expect(azure.sessions.get('ring')?.properties).toMatchObject({
        continuousCapture: true,
        captureSettings: { fileCount: 3, fileSizeInBytes: 1_000_000, sessionTimeLimitInSeconds: 600 },
      });
      expect(await call('POST', `${CAPTURES}/ring/stop`, {})).toEqual({ done: true });
      expect(await call('POST', `${CAPTURES}/ring/stop`, {})).toMatchObject({
        message: 'capture ring: this is not possible now: The packet capture is not running.',
      });
    }, data);
    await served(async ({ app }) => {
      const job = await app.jobs.ended(id);
      expect(job).toMatchObject({ state: 'done' });
      expect((await app.files(job.dataset)).map(({ packets }) => packets).sort()).toEqual([20, 30, 50]);
    }, data);
  } finally {
    for (const key of Object.keys(env)) delete process.env[key];
  }
});

test('after a restart a sign-in by code is asked for again, and the job says so', { timeout: 2 * WAIT }, async () => {
  const data = newDir();
  let id = '';
  await served(async ({ call }) => {
    await call('POST', '/api/azure/sign-in', APPLICATION);
    id = (await call<{ job: Job }>('POST', CAPTURES, { ...START, name: 'late' })).job.id;
  }, data);
  await served(async ({ app, call }) => {
    const paused = await until(
      () => app.jobs.get(id),
      ({ state }) => state === 'paused',
    );
    expect(paused).toMatchObject({
      state: 'paused',
      needs: 'sign-in',
      error: expect.stringContaining('sign in first'),
    });
    await azure.end('late');
    await call('POST', '/api/azure/sign-in', APPLICATION);
    expect(await app.jobs.ended(id)).toMatchObject({ state: 'done', packets: 40 });
  }, data);
});

test.each([
  [
    { path: /packetCaptures\/no$/, method: 'PUT', status: 403, code: 'AuthorizationFailed' },
    'may not start a capture (403 AuthorizationFailed): the role "Network Contributor"',
  ],
  [
    { path: /packetCaptures\/no$/, method: 'PUT', status: 400, code: 'NetworkWatcherAgentNotInstalled' },
    'lacks the extension AzureNetworkWatcherExtension',
  ],
  [
    { path: /packetCaptures\/no$/, method: 'PUT', status: 409, code: 'PacketCaptureLimitReached' },
    'as many capture sessions as Network Watcher allows',
  ],
  [
    { path: /operations\//, method: 'GET', status: 500, code: 'InternalServerError', times: 9 },
    'Azure has a fault of its own (500 InternalServerError)',
  ],
] as const)('a refusal says what it means and what to do: %#', { timeout: WAIT }, (refusal, words) =>
  served(async ({ call }) => {
    await call('POST', '/api/azure/sign-in', APPLICATION);
    azure.refuse({ ...refusal });
    const { message } = await call<{ message: string }>('POST', CAPTURES, { ...START, name: 'no' });
    expect(message).toContain(`capture no: `);
    expect(message).toContain(words);
  }),
);

test.each([
  [{ target: '/subscriptions/x' }, 'the target must be the resource ID of a virtual machine or scale set'],
  [{ storage: undefined }, 'say where the capture goes: a storage account, or a path on the machine'],
  [{ storage: undefined, localPath: '/tmp/x.cap' }, 'on Linux the path on the machine must begin with /var/captures'],
  [{ seconds: 18_001 }, 'the time limit in seconds: a whole number from 0 to 18000'],
  [{ filters: [{ localPort: '80-90;100-110' }] }, 'should be a port, a range 80-90, or several with ";"'],
  [{ filters: [{ remoteIp: '10.0.0' }] }, 'should be an address such as 10.0.0.4'],
  [{ name: 'a/../b' }, "a capture's name has letters"],
] as const)('what Azure would refuse is refused before it is asked: %#', { timeout: WAIT }, (part, words) =>
  served(async ({ call }) => {
    await call('POST', '/api/azure/sign-in', APPLICATION);
    azure.asked.length = 0;
    expect((await call<{ message: string }>('POST', CAPTURES, { ...START, ...part })).message).toContain(words);
    expect(azure.asked).toEqual([]);
  }),
);

test('a session that fails, and one that wrote nothing we may read, say so', { timeout: WAIT }, () =>
  served(async ({ app, call }) => {
    await call('POST', '/api/azure/sign-in', APPLICATION);
    const { job } = await call<{ job: Job }>('POST', CAPTURES, { ...START, name: 'broken' });
    Object.assign(azure.sessions.get('broken')!, { state: 'Error', errors: ['StorageFailed'] });
    expect(await app.jobs.ended(job.id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(
        /^broken: the capture could not be written to storage: the account needs key access/,
      ),
    });
  }),
);

test('the command lists, starts, waits and imports, and stops; its secret comes from a file', {
  timeout: 3 * WAIT,
}, async () => {
  const secretFile = join(dir, 'secret.txt');
  writeFileSync(secretFile, `${SECRET}\n`);
  const env = { ...environment(), NODE_EXTRA_CA_CERTS: certificate.certFile };
  const data = newDir();
  const at = [
    ...['--subscription', SUBSCRIPTION, '--location', 'eastus', '--data-dir', data, '--allow-net', LOOPBACK],
    ...['--tenant', TENANT, '--client-id', CLIENT, '--secret-from', secretFile],
  ];
  const command = (...args: string[]) => run(['azure', 'capture', ...args, ...at], { env, timeoutMs: WAIT });
  expect(await command('list')).toMatchObject({ status: 0, out: `${WATCHER}: 0 captures\n` });
  const how = [
    '--target',
    SCALE_SET,
    '--instance',
    '0',
    '--storage',
    STORAGE,
    '--filter',
    'protocol=tcp,local-port=443',
  ];
  const starting = command('start', 'pc9', ...how, '--dataset', 'Nine');
  await until(
    () => azure.sessions.get('pc9')?.state,
    (state) => state === 'Running',
  );
  expect(azure.sessions.get('pc9')?.properties).toMatchObject({ targetType: 'AzureVMSS', scope: { include: ['0'] } });
  expect(await command('status', 'pc9')).toMatchObject({
    status: 0,
    out: expect.stringMatching(/^pc9: running, begun \d{4}-/),
  });
  expect(await command('stop', 'pc9')).toMatchObject({
    status: 0,
    out: expect.stringContaining('pc9 has been stopped'),
  });
  const started = await starting;
  expect(started.out).toMatch(/^pc9 runs\nIts capture goes to https:.*\npacketcapture_.*\nDataset "Nine": 40 packets/);
  expect(started.status).toBe(0);
  const missing = await command('status', 'none');
  expect(missing).toMatchObject({
    status: 1,
    err: 'capscope: capture none: there is no such capture session: it may have been deleted\n',
  });
  expect((await run(['azure', 'capture', 'stop'], { env })).status).toBe(2);
  expect(findIn(data, SECRET)).toBe('');
  for (const { out, err } of [started, missing]) expect(out + err).not.toContain(SECRET);
});
