/** Watching a storage: what appears is imported once it is complete, over restarts, and no secret is left in clear. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AccountSASPermissions,
  AccountSASResourceTypes,
  AccountSASServices,
  BlobSASPermissions,
  BlobServiceClient,
  ContainerSASPermissions,
  generateAccountSASQueryParameters,
  generateBlobSASQueryParameters,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StorageListing } from '#app/azure/storage.ts';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Job } from '#app/model.ts';
import { parseCidr } from '#base/address.ts';
import { manyFlows } from './captures.ts';
import { ACCOUNT, type Azurite, KEY, startAzurite } from './stand-in/azurite.ts';
import { type Certificate, makeCertificate, trustHere } from './stand-in/certificate.ts';

const CONTAINER = 'captures';
const HOUR_MS = 3_600_000;
const WAIT = 180_000;
const SECRET_KEY = 'a key of the operator, for the tests';

let dir: string;
let certificate: Certificate;
let azurite: Azurite;
let service: BlobServiceClient;
const shared = new StorageSharedKeyCredential(ACCOUNT, KEY);

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
  certificate = makeCertificate(dir);
  trustHere(certificate);
  azurite = await startAzurite(dir, certificate);
  service = new BlobServiceClient(azurite.service, shared);
  await service.getContainerClient(CONTAINER).create();
}, WAIT);
afterAll(() => {
  azurite.stop();
  rmSync(dir, { recursive: true, force: true });
});

const put = async (path: string, bytes: Uint8Array): Promise<void> =>
  void (await service.getContainerClient(CONTAINER).getBlockBlobClient(path).uploadData(bytes));

const containerSas = (): Promise<string> =>
  service.getContainerClient(CONTAINER).generateSasUrl({
    permissions: ContainerSASPermissions.parse('rl'),
    expiresOn: new Date(Date.now() + HOUR_MS),
  });

const open = (data: string, env: Readonly<Record<string, string>> = {}, lookMs = 100): Capscope =>
  new Capscope({
    dir: data,
    ...ENGINE,
    watched: true,
    allowed: [parseCidr('127.0.0.0/8')!],
    ca: certificate.cert,
    env,
    lookMs,
    onBug: (error) => {
      throw error;
    },
  });

async function until<T>(look: () => Promise<T> | T, isIt: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + WAIT / 2;
  for (;;) {
    const value = await look();
    if (isIt(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const packetsIn = async (app: Capscope, dataset: string): Promise<readonly number[]> =>
  (await app.files(dataset)).map(({ packets }) => packets).sort((a, b) => a - b);

const says = (job: Job): string => (job.messages ?? []).map(({ text }) => text).join('\n');

function findIn(folder: string, text: string): string {
  try {
    return execFileSync('grep', ['-rlF', '--binary-files=text', '--', text, folder], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

test('what appears is imported when it is complete; what is no capture is named once', { timeout: WAIT }, async () => {
  const app = open(join(dir, 'plain'));
  const { id } = app.createDataset('Plain');
  await put('first/a.cap', manyFlows(10));
  const job = await app.azure.watch(id, { ask: { address: await containerSas() }, prefix: 'first/' });
  expect(job).toMatchObject({ state: 'running', standing: true });
  await until(
    () => packetsIn(app, id),
    ({ length }) => length === 1,
  );
  await put('first/notes.txt', Buffer.from('Buy milk.\nAnd bread.\n'));
  await put('first/b.cap', manyFlows(20));
  await put('elsewhere/c.cap', manyFlows(30));
  expect(
    await until(
      () => packetsIn(app, id),
      ({ length }) => length === 2,
    ),
  ).toEqual([10, 20]);
  const told = await until(
    () => app.jobs.get(job.id),
    (now) => says(now).includes('notes.txt'),
  );
  expect(says(told)).toMatch(/^a\.cap was imported$/m);
  expect(says(told)).toMatch(/^notes\.txt: .*not a capture/m);
  await app.jobs.cancel(job.id);
  expect(app.jobs.get(job.id).state).toBe('cancelled');
  expect(await packetsIn(app, id)).toEqual([10, 20]);
  await app.close();
});

test('a blob that still grows is not taken', { timeout: WAIT }, async () => {
  const app = open(join(dir, 'growing'), {}, 2500);
  const { id } = app.createDataset('Growing');
  const whole = manyFlows(60);
  const blob = service.getContainerClient(CONTAINER).getAppendBlobClient('grows/one.cap');
  await blob.create();
  await app.azure.watch(id, { ask: { address: azurite.connection, container: CONTAINER }, prefix: 'grows/' });
  for (let at = 0; at < whole.length; at += 1000) {
    const piece = whole.subarray(at, at + 1000);
    await blob.appendBlock(piece, piece.length);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await packetsIn(app, id)).toEqual([]);
  }
  expect(
    await until(
      () => packetsIn(app, id),
      ({ length }) => length === 1,
    ),
  ).toEqual([60]);
  await app.close();
});

test('without a key the link is asked for again after a restart; with the operator’s key it goes on', {
  timeout: 2 * WAIT,
}, async () => {
  const sas = await containerSas();
  const signature = decodeURIComponent(/sig=([^&]+)/.exec(sas)![1]!);
  for (const env of [{}, { CAPSCOPE_SECRET_KEY: SECRET_KEY }]) {
    const isKept = 'CAPSCOPE_SECRET_KEY' in env;
    const data = join(dir, `again-${isKept}`);
    const prefix = `again-${isKept}/`;
    let app = open(data, env);
    const { id } = app.createDataset('Again');
    const job = await app.azure.watch(id, { ask: { address: sas }, prefix });
    await put(`${prefix}1.cap`, manyFlows(11));
    await until(
      () => packetsIn(app, id),
      ({ length }) => length === 1,
    );
    await until(
      () => says(app.jobs.get(job.id)),
      (text) => text.includes('1.cap was imported'),
    );
    await app.close();
    await put(`${prefix}2.cap`, manyFlows(12));
    for (const secret of [signature, encodeURIComponent(signature), SECRET_KEY]) expect(findIn(data, secret)).toBe('');
    app = open(data, env);
    if (!isKept) {
      const paused = await until(
        () => app.jobs.get(job.id),
        ({ state }) => state === 'paused',
      );
      expect(paused).toMatchObject({ state: 'paused', needs: 'link', error: expect.stringContaining('once more') });
      app.resumeJob(job.id, { url: sas });
    }
    expect(
      await until(
        () => packetsIn(app, id),
        ({ length }) => length === 2,
      ),
    ).toEqual([11, 12]);
    await app.close();
    if (isKept) {
      app = open(data, { CAPSCOPE_SECRET_KEY: `${SECRET_KEY}, another` });
      const paused = await until(
        () => app.jobs.get(job.id),
        ({ state }) => state === 'paused',
      );
      expect(paused).toMatchObject({ needs: 'link' });
      await app.close();
    }
    for (const secret of [signature, encodeURIComponent(signature), SECRET_KEY]) expect(findIn(data, secret)).toBe('');
  }
  expect(readFileSync(`/proc/${process.pid}/cmdline`, 'utf8')).not.toContain('sig=');
});

test('all kinds of signatures that Azure’s emulator knows work by https, a user delegation one too', {
  timeout: WAIT,
}, async () => {
  await put('kinds/one.cap', manyFlows(5));
  const app = open(join(dir, 'kinds'));
  const ends = new Date(Date.now() + HOUR_MS);
  const account = generateAccountSASQueryParameters(
    {
      services: AccountSASServices.parse('b').toString(),
      resourceTypes: AccountSASResourceTypes.parse('sco').toString(),
      permissions: AccountSASPermissions.parse('rl'),
      expiresOn: ends,
    },
    shared,
  );
  const token = [{ alg: 'RS256' }, claims()].map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'));
  const user = new BlobServiceClient(azurite.service, {
    getToken: async () => ({ token: `${token.join('.')}.eA`, expiresOnTimestamp: Date.now() + HOUR_MS }),
  });
  const key = await user.getUserDelegationKey(new Date(Date.now() - 60_000), ends);
  const delegated = generateBlobSASQueryParameters(
    { containerName: CONTAINER, permissions: ContainerSASPermissions.parse('rl'), expiresOn: ends },
    key,
    ACCOUNT,
  );
  const listings = [
    { address: await containerSas() },
    { address: `${azurite.service}?${account}`, container: CONTAINER },
    { address: azurite.connection, container: CONTAINER },
    { address: `${azurite.service}/${CONTAINER}?${delegated}` },
  ];
  for (const ask of listings) {
    const listing: StorageListing = await app.azure.list(ask, { prefix: 'kinds/' });
    expect(listing.blobs.map(({ path }) => path)).toEqual(['kinds/one.cap']);
    const { id } = app.createDataset(undefined, 'Kind');
    const job = await app.azure.importBlobs(id, ask, ['kinds/one.cap']);
    expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 5 });
  }
  const blob = await service
    .getContainerClient(CONTAINER)
    .getBlobClient('kinds/one.cap')
    .generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: ends });
  const { id } = app.createDataset('Blob');
  const job = await app.importUrl(id, blob);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 5 });
  expect(await app.azure.list({ address: await containerSas() }, { level: true })).toMatchObject({
    folders: expect.arrayContaining(['kinds/']),
    blobs: [],
  });
  await app.close();
});

function claims(): Readonly<Record<string, unknown>> {
  const now = Math.floor(Date.now() / 1000);
  const id = '11111111-2222-4333-8444-555555555555';
  return {
    aud: 'https://storage.azure.com',
    iss: `https://sts.windows.net/${id}/`,
    iat: now - 60,
    nbf: now - 60,
    exp: now + 3600,
    oid: id,
    tid: id,
  };
}

/** An hour's log that grows as Azure writes it: "{"records":[", a record a block, "]}". */
const minute = (at: number, state: string, counts: string): string =>
  JSON.stringify({
    time: new Date(at * 1000).toISOString(),
    category: 'NetworkSecurityGroupFlowEvent',
    resourceId: '/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG',
    properties: {
      Version: 2,
      flows: [
        {
          rule: 'R',
          flows: [
            { mac: '000D3AF87856', flowTuples: [`${at},10.0.0.4,203.0.113.9,50001,443,T,O,A,${state},${counts}`] },
          ],
        },
      ],
    },
  });

test('an hour’s flow log is read as it grows, only what is new of it is fetched, and its flow stays one', {
  timeout: 2 * WAIT,
}, async () => {
  const path =
    'resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG/y=2023/m=11/d=14/h=23/m=00/macAddress=000D3AF87856/PT1H.json';
  const blob = service.getContainerClient(CONTAINER).getBlockBlobClient(path);
  const ids: string[] = [];
  const block = async (text: string): Promise<void> => {
    const id = Buffer.from(String(ids.length).padStart(8, '0')).toString('base64');
    await blob.stageBlock(id, text, Buffer.byteLength(text));
    ids.push(id);
  };
  const end = Buffer.from('99999999').toString('base64');
  const commit = async (): Promise<void> => {
    await blob.stageBlock(end, ']}', 2);
    await blob.commitBlockList([...ids, end]);
  };
  const begin = 1_700_002_800;
  await block('{"records":[');
  await block(minute(begin, 'B', ',,,'));
  await commit();
  const ranges: (string | undefined)[] = [];
  const seen = http.createServer((request, response) => {
    if (request.url?.includes('PT1H.json') && !request.url.includes('comp=')) ranges.push(request.headers.range);
    const on = https.request(
      `${new URL(azurite.service).origin}${request.url}`,
      { method: request.method!, headers: request.headers, ca: certificate.cert },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers)),
    );
    on.end();
  });
  await new Promise<void>((resolve) => seen.listen(0, '127.0.0.1', resolve));
  const between = `http://127.0.0.1:${(seen.address() as AddressInfo).port}`;
  const data = join(dir, 'log');
  let app = open(data, { CAPSCOPE_SECRET_KEY: SECRET_KEY });
  const { id } = app.createDataset('Log');
  const address = (await containerSas()).replace(new URL(azurite.service).origin, between);
  await app.azure.watch(id, { ask: { address }, prefix: 'resourceId=/' });
  const packetsOf = async (): Promise<number> => {
    const reply = await app.ask(id, { kind: 'totals', scope: { filter: '' } });
    return reply.ok ? (reply.answer?.all.packets ?? -1) : -1;
  };
  const flowsIn = async (): Promise<number> => {
    const reply = await app.ask(id, { kind: 'totals', scope: { filter: '' } });
    return reply.ok ? (reply.answer?.all.flows ?? -1) : -1;
  };
  expect(await until(flowsIn, (flows) => flows === 1)).toBe(1);
  const known = (await blob.getProperties()).contentLength! - 2;
  await block(`,${minute(begin + 300, 'C', '1021,588096,8005,4610880')}`);
  await commit();
  expect(await until(packetsOf, (packets) => packets > 0)).toBe(1021 + 8005);
  expect(await flowsIn()).toBe(1);
  expect(ranges).toEqual([undefined, `bytes=${known}-`]);
  await app.close();
  await block(`,${minute(begin + 400, 'E', '52,29952,47,27072')}`);
  await commit();
  app = open(data, { CAPSCOPE_SECRET_KEY: SECRET_KEY });
  // The documents' own sum: 9,125 packets, 5,256,000 bytes.
  expect(await until(packetsOf, (packets) => packets > 9100)).toBe(9125);
  const reply = await app.ask(id, { kind: 'totals', scope: { filter: '' } });
  expect(reply).toMatchObject({ ok: true, answer: { all: { flows: 1, bytes: 5_256_000 } } });
  expect(await app.files(id)).toMatchObject([{ name: expect.stringContaining('NSG'), format: 'NSG flow log' }]);
  expect(ranges).toHaveLength(3);
  await app.close();
  seen.close();
});

/** Between Capscope and the emulator: an answer of the test's own, or the emulator's. */
async function between(
  answer: (request: http.IncomingMessage, response: http.ServerResponse) => boolean,
): Promise<{ readonly address: (link: string) => string; readonly close: () => void }> {
  const server = http.createServer((request, response) => {
    if (answer(request, response)) return;
    https
      .request(
        `${new URL(azurite.service).origin}${request.url}`,
        { method: request.method!, headers: request.headers, ca: certificate.cert },
        (from) => from.pipe(response.writeHead(from.statusCode ?? 500, from.headers)),
      )
      .end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    address: (link) => link.replace(new URL(azurite.service).origin, origin),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const HOUR_LOG = 'y=2023/m=11/d=14/h=23/m=00/macAddress=000D3AF87856/PT1H.json';
const BEGIN = 1_700_002_800;
const hourLog = (...minutes: readonly string[]): Buffer => Buffer.from(`{"records":[${minutes.join(',')}]}`);
const packetsOf = async (app: Capscope, dataset: string): Promise<number> => {
  const reply = await app.ask(dataset, { kind: 'totals', scope: { filter: '' } });
  return reply.ok ? (reply.answer?.all.packets ?? -1) : -1;
};
/** The job as the process left it when it died: changed in its file while no Capscope runs. */
function asOfCrash(
  data: string,
  id: string,
  change: (kept: { job: Job; plan: Record<string, unknown> }) => void,
): void {
  const path = join(data, 'jobs', `${id}.json`);
  const kept = JSON.parse(readFileSync(path, 'utf8')) as { job: Job; plan: Record<string, unknown> };
  change(kept);
  writeFileSync(path, JSON.stringify(kept));
}
const capturesOf = (data: string, dataset: string): readonly string[] =>
  readdirSync(join(data, 'datasets', dataset, 'captures'));

test('an hour that was picked, watched twice, or imported just before a crash counts once, also when it grows', {
  timeout: 2 * WAIT,
}, async () => {
  const path = `once/${HOUR_LOG}`;
  const first = [minute(BEGIN, 'B', ',,,'), minute(BEGIN + 300, 'C', '1021,588096,8005,4610880')];
  await put(path, hourLog(...first));
  const data = join(dir, 'once');
  const env = { CAPSCOPE_SECRET_KEY: SECRET_KEY };
  let app = open(data, env);
  const { id } = app.createDataset('Once');
  const ask = { address: await containerSas() };
  const picked = await app.azure.importBlobs(id, ask, [path]);
  expect(await app.jobs.ended(picked.id)).toMatchObject({ state: 'done' });
  expect(await packetsOf(app, id)).toBe(9026);
  const watches = [
    await app.azure.watch(id, { ask, prefix: 'once/' }),
    await app.azure.watch(id, { ask, prefix: 'once/y=2023' }),
  ];
  const hasSeen = (job: Job): boolean =>
    readFileSync(join(data, 'jobs', `${job.id}.json`), 'utf8').includes('"seen":{"once/');
  await until(
    () => watches.every(hasSeen),
    (all) => all,
  );
  expect(watches.every(hasSeen)).toBe(true);
  expect(await packetsOf(app, id)).toBe(9026);
  await put(path, hourLog(...first, minute(BEGIN + 400, 'E', '52,29952,47,27072')));
  await until(
    () => packetsOf(app, id),
    (packets) => packets > 9026,
  );
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(await packetsOf(app, id)).toBe(9125);
  await app.close();
  for (const { id: job } of watches)
    asOfCrash(data, job, ({ plan }) => {
      plan.seen = {};
    });
  app = open(data, env);
  await until(
    () => watches.every(hasSeen),
    (all) => all,
  );
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await packetsOf(app, id)).toBe(9125);
  expect(await app.files(id)).toHaveLength(1);
  expect(capturesOf(data, id)).toHaveLength(1);
  await app.close();
});

test('a pick that was imported just before a crash is not imported again, and to forget it leaves its captures', {
  timeout: WAIT,
}, async () => {
  await put('crash/one.cap', manyFlows(14));
  const data = join(dir, 'crash');
  let app = open(data);
  const { id } = app.createDataset('Crash');
  const job = await app.azure.importBlobs(id, { address: await containerSas() }, ['crash/one.cap'], { again: true });
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
  const captures = capturesOf(data, id);
  expect(captures).toHaveLength(1);
  await app.close();
  asOfCrash(data, job.id, ({ job: kept }) => Object.assign(kept, { state: 'running', ended: undefined }));
  app = open(data);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 14 });
  expect(await packetsIn(app, id)).toEqual([14]);
  await app.close();
  asOfCrash(data, job.id, ({ job: kept }) => Object.assign(kept, { state: 'failed', error: 'it died' }));
  app = open(data);
  app.jobs.forget(job.id);
  await app.close();
  expect(capturesOf(data, id)).toEqual(captures);
});

test('a blob that cannot be fetched keeps no other out, and is asked for ever less often', {
  timeout: WAIT,
}, async () => {
  for (const one of ['a', 'b', 'c']) await put(`held/${one}.cap`, manyFlows(one.charCodeAt(0) - 80));
  const log = `held/nic1/${HOUR_LOG}`;
  await put(log, hourLog(minute(BEGIN, 'B', ',,,'), minute(BEGIN + 300, 'C', '1021,588096,8005,4610880')));
  const bad = `held/nic0/${HOUR_LOG}`;
  await put(bad, hourLog(minute(BEGIN + 1, 'B', ',,,')));
  const asked: string[] = [];
  let isHeld = true;
  const proxy = await between(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://none');
    if (!searchParams.has('comp')) asked.push(decodeURIComponent(pathname).replace(/^.*\/held\//, 'held/'));
    if (!isHeld || searchParams.has('comp') || !/a\.cap|nic0/.test(pathname)) return false;
    response.writeHead(403, { 'x-ms-error-code': 'BlobAccessDenied' }).end();
    return true;
  });
  const data = join(dir, 'held');
  const app = open(data);
  const { id } = app.createDataset('Held');
  const job = await app.azure.watch(id, { ask: { address: proxy.address(await containerSas()) }, prefix: 'held/' });
  const filesNow = async (): Promise<number> => (await app.files(id)).length;
  expect(await until(filesNow, (count) => count >= 3)).toBe(3);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'running' });
  expect(says(app.jobs.get(job.id)).match(/a\.cap: .*; it is tried again later/g)).toHaveLength(1);
  const times = (path: string): number => asked.filter((one) => one === path).length;
  for (const path of ['held/b.cap', 'held/c.cap', log]) expect([path, times(path)]).toEqual([path, 1]);
  expect(times('held/a.cap')).toBeLessThan(10);
  expect(capturesOf(data, id)).toHaveLength(3);
  isHeld = false;
  expect(await until(filesNow, (count) => count >= 5)).toBe(5);
  await app.close();
  proxy.close();
});

test('a listing is read to its end, however many names come before what is new', { timeout: WAIT }, async () => {
  const pages = 11;
  const item = (name: string, bytes: number): string =>
    `<Blob><Name>${name}</Name><Properties><Last-Modified>Mon, 01 Jan 2024 00:00:00 GMT</Last-Modified><Etag>0x1</Etag><Content-Length>${bytes}</Content-Length><BlobType>BlockBlob</BlobType></Properties></Blob>`;
  await put('far/z.cap', manyFlows(9));
  const proxy = await between(({ url = '' }, response) => {
    const { searchParams } = new URL(url, 'http://none');
    if (searchParams.get('comp') !== 'list') return false;
    const page = Number(searchParams.get('marker') || 0);
    const isLast = page === pages;
    const items = isLast
      ? item('far/z.cap', manyFlows(9).length)
      : Array.from({ length: 5000 }, (_, n) => item(`far/${page}-${n}.cap`, 0)).join('');
    response
      .writeHead(200, { 'content-type': 'application/xml' })
      .end(
        `<?xml version="1.0" encoding="utf-8"?><EnumerationResults ServiceEndpoint="x" ContainerName="${CONTAINER}"><Blobs>${items}</Blobs><NextMarker>${isLast ? '' : page + 1}</NextMarker></EnumerationResults>`,
      );
    return true;
  });
  const app = open(join(dir, 'far'));
  const { id } = app.createDataset('Far');
  await app.azure.watch(id, { ask: { address: proxy.address(await containerSas()) }, prefix: 'far/' });
  expect(
    await until(
      () => packetsIn(app, id),
      ({ length }) => length > 0,
    ),
  ).toEqual([9]);
  await app.close();
  proxy.close();
});

test('what was there is left out where that was asked for, and what comes is taken', { timeout: WAIT }, async () => {
  await put('new/old.cap', manyFlows(3));
  const app = open(join(dir, 'new'));
  const { id } = app.createDataset('New');
  await app.azure.watch(id, { ask: { address: await containerSas() }, prefix: 'new/', onlyNew: true });
  await put('new/a.cap', manyFlows(4));
  await until(
    () => packetsIn(app, id),
    ({ length }) => length > 0,
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await packetsIn(app, id)).toEqual([4]);
  await app.close();
});

test('a job that asks for its link takes that of its own storage alone', { timeout: WAIT }, async () => {
  const data = join(dir, 'other');
  const sas = await containerSas();
  let app = open(data);
  const { id } = app.createDataset('Other');
  const job = await app.azure.watch(id, { ask: { address: sas }, prefix: 'other/' });
  await app.close();
  app = open(data);
  await until(
    () => app.jobs.get(job.id),
    ({ state }) => state === 'paused',
  );
  for (const other of [
    sas.replace(`/${CONTAINER}?`, '/elsewhere?'),
    sas.replace(`/${ACCOUNT}/`, '/another/'),
    sas.replace(/https:\/\/[^/]+\/\w+/, 'https://another.blob.core.windows.net'),
    azurite.connection.replace(/BlobEndpoint=[^;]+/, 'BlobEndpoint=https://127.0.0.1:1/plant'),
  ])
    expect(() => app.resumeJob(job.id, { url: other })).toThrow('this is the address of something else');
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'paused', needs: 'link' });
  app.resumeJob(job.id, { url: azurite.connection });
  expect(
    await until(
      () => app.jobs.get(job.id),
      ({ state }) => state === 'running',
    ),
  ).toMatchObject({ state: 'running' });
  await app.close();
});

test('blobs and flow logs for which the dataset has no room are refused, and leave nothing', {
  timeout: WAIT,
}, async () => {
  const log = `room/${HOUR_LOG}`;
  await put('room/one.cap', manyFlows(40_000));
  await put(log, Buffer.concat([hourLog(minute(BEGIN, 'B', ',,,')), Buffer.alloc(3_000_000, ' ')]));
  const data = join(dir, 'room');
  const app = open(data);
  const { id } = app.createDataset('Room');
  await packetsIn(app, id);
  app.settings.put({ ...app.settings.get(), datasetBytes: 2e6 });
  const ask = { address: await containerSas() };
  const pick = await app.azure.importBlobs(id, ask, ['room/one.cap']);
  expect(await app.jobs.ended(pick.id)).toMatchObject({
    state: 'failed',
    error: expect.stringMatching(/this dataset/),
  });
  for (const prefix of ['room/one', 'room/y']) {
    const watch = await app.azure.watch(id, { ask, prefix });
    expect(await app.jobs.ended(watch.id)).toMatchObject({
      state: 'failed',
      error: expect.stringMatching(/this dataset/),
    });
  }
  expect(capturesOf(data, id)).toEqual([]);
  await app.close();
});
