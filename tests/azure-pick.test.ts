/** Blobs picked from a storage: with every kind of signature, once over a crash, and only where there is room. */
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
} from '@azure/storage-blob';
import { expect, test } from 'vitest';
import type { StorageListing } from '#app/azure/storage.ts';
import { manyFlows } from './captures.ts';
import { ACCOUNT } from './stand-in/azurite.ts';
import { BEGIN, HOUR_LOG, hourLog, minute } from './stand-in/hour-log.ts';
import {
  asOfCrash,
  CONTAINER,
  capturesOf,
  HOUR_MS,
  packetsIn,
  shared,
  WAIT,
  watchedStorage,
} from './stand-in/watched-storage.ts';

const storage = watchedStorage();

test('all kinds of signatures that Azure’s emulator knows work by https, a user delegation one too', {
  timeout: WAIT,
}, async () => {
  await storage.put('kinds/one.cap', manyFlows(5));
  const app = storage.open(join(storage.dir, 'kinds'));
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
  const user = new BlobServiceClient(storage.azurite.service, {
    getToken: async () => ({ token: `${token.join('.')}.eA`, expiresOnTimestamp: Date.now() + HOUR_MS }),
  });
  const key = await user.getUserDelegationKey(new Date(Date.now() - 60_000), ends);
  const delegated = generateBlobSASQueryParameters(
    { containerName: CONTAINER, permissions: ContainerSASPermissions.parse('rl'), expiresOn: ends },
    key,
    ACCOUNT,
  );
  const listings = [
    { address: await storage.containerSas() },
    { address: `${storage.azurite.service}?${account}`, container: CONTAINER },
    { address: storage.azurite.connection, container: CONTAINER },
    { address: `${storage.azurite.service}/${CONTAINER}?${delegated}` },
  ];
  for (const ask of listings) {
    const listing: StorageListing = await app.azure.list(ask, { prefix: 'kinds/' });
    expect(listing.blobs.map(({ path }) => path)).toEqual(['kinds/one.cap']);
    const { id } = app.createDataset(undefined, 'Kind');
    const job = await app.azure.importBlobs(id, ask, ['kinds/one.cap']);
    expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 5 });
  }
  const blob = await storage.service
    .getContainerClient(CONTAINER)
    .getBlobClient('kinds/one.cap')
    .generateSasUrl({ permissions: BlobSASPermissions.parse('r'), expiresOn: ends });
  const { id } = app.createDataset('Blob');
  const job = await app.imports.url(id, blob);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 5 });
  expect(await app.azure.list({ address: await storage.containerSas() }, { level: true })).toMatchObject({
    folders: expect.arrayContaining(['kinds/']),
    blobs: [],
  });
  await app.close();
});

/** What a token of Microsoft Entra says; the emulator looks at it, not at its signature. */
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

test('a pick that was imported just before a crash is not imported again, and to forget it leaves its captures', {
  timeout: WAIT,
}, async () => {
  await storage.put('crash/one.cap', manyFlows(14));
  const data = join(storage.dir, 'crash');
  let app = storage.open(data);
  const { id } = app.createDataset('Crash');
  const job = await app.azure.importBlobs(id, { address: await storage.containerSas() }, ['crash/one.cap'], {
    again: true,
  });
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done' });
  const captures = capturesOf(data, id);
  expect(captures).toHaveLength(1);
  await app.close();
  asOfCrash(data, job.id, ({ job: kept }) => Object.assign(kept, { state: 'running', ended: undefined }));
  app = storage.open(data);
  expect(await app.jobs.ended(job.id)).toMatchObject({ state: 'done', packets: 14 });
  expect(await packetsIn(app, id)).toEqual([14]);
  await app.close();
  asOfCrash(data, job.id, ({ job: kept }) => Object.assign(kept, { state: 'failed', error: 'it died' }));
  app = storage.open(data);
  app.jobs.forget(job.id);
  await app.close();
  expect(capturesOf(data, id)).toEqual(captures);
});

test('blobs and flow logs for which the dataset has no room are refused, and leave nothing', {
  timeout: WAIT,
}, async () => {
  const log = `room/${HOUR_LOG}`;
  await storage.put('room/one.cap', manyFlows(40_000));
  await storage.put(log, Buffer.concat([hourLog(minute(BEGIN, 'B', ',,,')), Buffer.alloc(3_000_000, ' ')]));
  const data = join(storage.dir, 'room');
  const app = storage.open(data);
  const { id } = app.createDataset('Room');
  await packetsIn(app, id);
  app.settings.put({ ...app.settings.get(), datasetBytes: 2e6 });
  const ask = { address: await storage.containerSas() };
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
