/** Watching a storage: what appears is imported once it is complete, over restarts, and no secret is left in clear. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { manyFlows } from './captures.ts';
import { ACCOUNT } from './stand-in/azurite.ts';
import { BEGIN, HOUR_LOG, hourLog, minute } from './stand-in/hour-log.ts';
import {
  CONTAINER,
  capturesOf,
  findIn,
  packetsIn,
  says,
  until,
  WAIT,
  watchedStorage,
} from './stand-in/watched-storage.ts';

const SECRET_KEY = 'a key of the operator, for the tests';

const storage = watchedStorage();

test('what appears is imported when it is complete; what is no capture is named once', { timeout: WAIT }, async () => {
  const app = storage.open(join(storage.dir, 'plain'));
  const { id } = app.createDataset('Plain');
  await storage.put('first/a.cap', manyFlows(10));
  const job = await app.azure.watch(id, { ask: { address: await storage.containerSas() }, prefix: 'first/' });
  expect(job).toMatchObject({ state: 'running', standing: true });
  await until(
    () => packetsIn(app, id),
    ({ length }) => length === 1,
  );
  await storage.put('first/notes.txt', Buffer.from('Buy milk.\nAnd bread.\n'));
  await storage.put('first/b.cap', manyFlows(20));
  await storage.put('elsewhere/c.cap', manyFlows(30));
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
  const app = storage.open(join(storage.dir, 'growing'), {}, 2500);
  const { id } = app.createDataset('Growing');
  const whole = manyFlows(60);
  const blob = storage.service.getContainerClient(CONTAINER).getAppendBlobClient('grows/one.cap');
  await blob.create();
  await app.azure.watch(id, { ask: { address: storage.azurite.connection, container: CONTAINER }, prefix: 'grows/' });
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
  const sas = await storage.containerSas();
  const signature = decodeURIComponent(/sig=([^&]+)/.exec(sas)![1]!);
  for (const env of [{}, { CAPSCOPE_SECRET_KEY: SECRET_KEY }]) {
    const isKept = 'CAPSCOPE_SECRET_KEY' in env;
    const data = join(storage.dir, `again-${isKept}`);
    const prefix = `again-${isKept}/`;
    let app = storage.open(data, env);
    const { id } = app.createDataset('Again');
    const job = await app.azure.watch(id, { ask: { address: sas }, prefix });
    await storage.put(`${prefix}1.cap`, manyFlows(11));
    await until(
      () => packetsIn(app, id),
      ({ length }) => length === 1,
    );
    await until(
      () => says(app.jobs.get(job.id)),
      (text) => text.includes('1.cap was imported'),
    );
    await app.close();
    await storage.put(`${prefix}2.cap`, manyFlows(12));
    for (const secret of [signature, encodeURIComponent(signature), SECRET_KEY]) expect(findIn(data, secret)).toBe('');
    app = storage.open(data, env);
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
      app = storage.open(data, { CAPSCOPE_SECRET_KEY: `${SECRET_KEY}, another` });
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

test('a blob that cannot be fetched keeps no other out, and is asked for ever less often', {
  timeout: WAIT,
}, async () => {
  for (const one of ['a', 'b', 'c']) await storage.put(`held/${one}.cap`, manyFlows(one.charCodeAt(0) - 80));
  const log = `held/nic1/${HOUR_LOG}`;
  await storage.put(log, hourLog(minute(BEGIN, 'B', ',,,'), minute(BEGIN + 300, 'C', '1021,588096,8005,4610880')));
  const bad = `held/nic0/${HOUR_LOG}`;
  await storage.put(bad, hourLog(minute(BEGIN + 1, 'B', ',,,')));
  const asked: string[] = [];
  let isHeld = true;
  const proxy = await storage.between(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://none');
    if (!searchParams.has('comp')) asked.push(decodeURIComponent(pathname).replace(/^.*\/held\//, 'held/'));
    if (!isHeld || searchParams.has('comp') || !/a\.cap|nic0/.test(pathname)) return false;
    response.writeHead(403, { 'x-ms-error-code': 'BlobAccessDenied' }).end();
    return true;
  });
  const data = join(storage.dir, 'held');
  const app = storage.open(data);
  const { id } = app.createDataset('Held');
  const job = await app.azure.watch(id, {
    ask: { address: proxy.address(await storage.containerSas()) },
    prefix: 'held/',
  });
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
  await storage.put('far/z.cap', manyFlows(9));
  const proxy = await storage.between(({ url = '' }, response) => {
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
  const app = storage.open(join(storage.dir, 'far'));
  const { id } = app.createDataset('Far');
  await app.azure.watch(id, { ask: { address: proxy.address(await storage.containerSas()) }, prefix: 'far/' });
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
  await storage.put('new/old.cap', manyFlows(3));
  const app = storage.open(join(storage.dir, 'new'));
  const { id } = app.createDataset('New');
  await app.azure.watch(id, { ask: { address: await storage.containerSas() }, prefix: 'new/', onlyNew: true });
  await storage.put('new/a.cap', manyFlows(4));
  await until(
    () => packetsIn(app, id),
    ({ length }) => length > 0,
  );
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await packetsIn(app, id)).toEqual([4]);
  await app.close();
});

test('a job that asks for its link takes that of its own storage alone', { timeout: WAIT }, async () => {
  const data = join(storage.dir, 'other');
  const sas = await storage.containerSas();
  let app = storage.open(data);
  const { id } = app.createDataset('Other');
  const job = await app.azure.watch(id, { ask: { address: sas }, prefix: 'other/' });
  await app.close();
  app = storage.open(data);
  await until(
    () => app.jobs.get(job.id),
    ({ state }) => state === 'paused',
  );
  for (const other of [
    sas.replace(`/${CONTAINER}?`, '/elsewhere?'),
    sas.replace(`/${ACCOUNT}/`, '/another/'),
    sas.replace(/https:\/\/[^/]+\/\w+/, 'https://another.blob.core.windows.net'),
    storage.azurite.connection.replace(/BlobEndpoint=[^;]+/, 'BlobEndpoint=https://127.0.0.1:1/plant'),
  ])
    expect(() => app.resumeJob(job.id, { url: other })).toThrow('this is the address of something else');
  expect(app.jobs.get(job.id)).toMatchObject({ state: 'paused', needs: 'link' });
  app.resumeJob(job.id, { url: storage.azurite.connection });
  expect(
    await until(
      () => app.jobs.get(job.id),
      ({ state }) => state === 'running',
    ),
  ).toMatchObject({ state: 'running' });
  await app.close();
});
