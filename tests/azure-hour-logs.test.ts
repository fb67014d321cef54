/** Azure's hourly flow logs in a watched storage: read while they grow, and counted once, however they come. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Job } from '#app/model.ts';
import { BEGIN, HOUR_LOG, hourLog, minute } from './stand-in/hour-log.ts';
import {
  asOfCrash,
  CONTAINER,
  capturesOf,
  packetsOf,
  until,
  WAIT,
  watchedStorage,
} from './stand-in/watched-storage.ts';

const SECRET_KEY = 'a key of the operator, for the tests';

const storage = watchedStorage();

test('an hour’s flow log is read as it grows, only what is new of it is fetched, and its flow stays one', {
  timeout: 2 * WAIT,
}, async () => {
  const path =
    'resourceId=/SUBSCRIPTIONS/S/RESOURCEGROUPS/G/PROVIDERS/MICROSOFT.NETWORK/NETWORKSECURITYGROUPS/NSG/y=2023/m=11/d=14/h=23/m=00/macAddress=000D3AF87856/PT1H.json';
  const blob = storage.service.getContainerClient(CONTAINER).getBlockBlobClient(path);
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
  const proxy = await storage.between((request) => {
    if (request.url?.includes('PT1H.json') && !request.url.includes('comp=')) ranges.push(request.headers.range);
    return false;
  });
  const data = join(storage.dir, 'log');
  let app = storage.open(data, { CAPSCOPE_SECRET_KEY: SECRET_KEY });
  const { id } = app.createDataset('Log');
  const address = proxy.address(await storage.containerSas());
  await app.azure.watch(id, { ask: { address }, prefix: 'resourceId=/' });
  const packetsOf = async (): Promise<number> => {
    const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
    return reply.ok ? (reply.answer?.all.packets ?? -1) : -1;
  };
  const flowsIn = async (): Promise<number> => {
    const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
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
  app = storage.open(data, { CAPSCOPE_SECRET_KEY: SECRET_KEY });
  // The documents' own sum: 9,125 packets, 5,256,000 bytes.
  expect(await until(packetsOf, (packets) => packets > 9100)).toBe(9125);
  const reply = await app.questions.ask(id, { kind: 'totals', scope: { filter: '' } });
  expect(reply).toMatchObject({ ok: true, answer: { all: { flows: 1, bytes: 5_256_000 } } });
  expect(await app.files(id)).toMatchObject([{ name: expect.stringContaining('NSG'), format: 'NSG flow log' }]);
  expect(ranges).toHaveLength(3);
  await app.close();
  proxy.close();
});

test('an hour that was picked, watched twice, or imported just before a crash counts once, also when it grows', {
  timeout: 2 * WAIT,
}, async () => {
  const path = `once/${HOUR_LOG}`;
  const first = [minute(BEGIN, 'B', ',,,'), minute(BEGIN + 300, 'C', '1021,588096,8005,4610880')];
  await storage.put(path, hourLog(...first));
  const data = join(storage.dir, 'once');
  const env = { CAPSCOPE_SECRET_KEY: SECRET_KEY };
  let app = storage.open(data, env);
  const { id } = app.createDataset('Once');
  const ask = { address: await storage.containerSas() };
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
  await storage.put(path, hourLog(...first, minute(BEGIN + 400, 'E', '52,29952,47,27072')));
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
  app = storage.open(data, env);
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
