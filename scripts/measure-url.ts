/**
 * Imports a capture by a SAS link from Azure's emulator: how soon there is an answer, how long it takes beside a plain download and a
 * local import of the same file; and once more for each of five moments at which the server is killed, and the connection broken.
 *   node scripts/measure-url.ts CAPTURE [--only time|kills|cuts]
 */
import { createReadStream, createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { BlobServiceClient, ContainerSASPermissions, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { Dataset, Job } from '#app/model.ts';
import { type Content, contentOf, openProxy, openServed, reached, type Served, settled } from '../tests/served.ts';
import { ACCOUNT, KEY, startAzurite } from '../tests/stand-in/azurite.ts';

const MOMENTS = [0.05, 0.25, 0.5, 0.75, 0.95];
const DOWN_MS = 1000;
const BLOCK_BYTES = 8 * 1024 * 1024;
const HOUR_MS = 3_600_000;

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const [path] = positionals;
if (path === undefined) throw new Error('name a capture');
const wanted = (part: string): boolean => values.only === undefined || values.only === part;
const dir = mkdtempSync(join(tmpdir(), 'capscope-url-'));
const azurite = await startAzurite(dir);
const proxy = await openProxy(Number(new URL(azurite.service).port));
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const load = (): string =>
  loadavg()
    .map((n) => n.toFixed(1))
    .join(' ');

/** A link to the service itself, and one through the proxy that breaks connections: copying costs it as much as the service. */
async function putBlob(): Promise<{ readonly direct: string; readonly proxied: string }> {
  const service = new BlobServiceClient(azurite.service, new StorageSharedKeyCredential(ACCOUNT, KEY));
  const container = service.getContainerClient('captures');
  await container.create();
  await container.getBlockBlobClient(basename(path!)).uploadStream(createReadStream(path!), BLOCK_BYTES, 2);
  const sas = await container.generateSasUrl({
    permissions: ContainerSASPermissions.parse('r'),
    expiresOn: new Date(Date.now() + HOUR_MS),
  });
  const url = new URL(sas);
  url.pathname += `/${basename(path!)}`;
  const direct = url.href;
  url.port = String(proxy.port);
  return { direct, proxied: url.href };
}

async function timeDownload(link: string): Promise<number> {
  const began = performance.now();
  const { body } = await fetch(link);
  const kept = join(dir, 'plain');
  await pipeline(Readable.fromWeb(body as never), createWriteStream(kept));
  const took = performance.now() - began;
  rmSync(kept);
  return took;
}

const dataset = async (served: Served, name: string): Promise<string> =>
  (await served.call<Dataset>('POST', '/api/datasets', { name })).id;

async function flowsOf(served: Served, id: string): Promise<number> {
  const question = { kind: 'totals', scope: { filter: '' } };
  const { answer } = await served.call<{ answer: { all: { flows: number } } }>(
    'POST',
    `/api/datasets/${id}/ask`,
    question,
  );
  return answer.all.flows;
}

async function timeImport(served: Served, id: string, begin: () => Promise<Job>) {
  const began = performance.now();
  const { id: job } = await begin();
  const firstBytes = performance.now();
  let answered = Number.NaN;
  while (!(answered > 0)) {
    if ((await flowsOf(served, id)) > 0) answered = performance.now();
    else await sleep(10);
  }
  const end = await settled(served, job);
  if (end.state !== 'done') throw new Error(`${end.state}: ${end.error}`);
  return { total: performance.now() - began, answer: answered - firstBytes };
}

function compare(what: string, content: Content, clean: Content): void {
  const same = JSON.stringify(content) === JSON.stringify(clean);
  console.log(`${what}: ${same ? 'equal' : `DIFFERENT: ${JSON.stringify(content)}`}; load ${load()}`);
  if (!same) process.exitCode = 1;
}

const served = await openServed(join(dir, 'data'), ['--allow-net', '127.0.0.0/8']);
try {
  const { direct, proxied } = await putBlob();
  console.log(`${statSync(path).size} bytes`);
  const local = await dataset(served, 'local');
  const whole = await timeImport(served, local, () =>
    served.call<Job>('POST', `/api/datasets/${local}/import`, { paths: [path] }),
  );
  const clean = await contentOf(served, local);
  console.log(`clean import: ${JSON.stringify(clean)}`);
  if (wanted('time')) {
    for (let round = 0; round < 2; round++) {
      const download = await timeDownload(direct);
      const again = await dataset(served, `local ${round}`);
      const own = await timeImport(served, again, () =>
        served.call<Job>('POST', `/api/datasets/${again}/import`, { paths: [path] }),
      );
      const id = await dataset(served, `url ${round}`);
      const fetched = await timeImport(served, id, () =>
        served.call<Job>('POST', `/api/datasets/${id}/url`, { url: direct }),
      );
      const slower = Math.max(download, own.total);
      console.log(
        `plain download ${seconds(download)}, local import ${seconds(own.total)}, by link ${seconds(fetched.total)} = ${(fetched.total / slower).toFixed(2)} × the slower; first answer ${seconds(fetched.answer)} after the first bytes; load ${load()}`,
      );
      compare('by link', await contentOf(served, id), clean);
    }
    console.log(`first local import ${seconds(whole.total)}, its first answer after ${seconds(whole.answer)}`);
  }
  for (const moment of MOMENTS) {
    if (wanted('kills')) {
      const id = await dataset(served, `killed at ${moment}`);
      const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/url`, { url: proxied });
      await reached(served, job, moment);
      await served.kill();
      await served.start();
      const paused = await settled(served, job);
      if (paused.needs === 'link') await served.call('POST', `/api/jobs/${job}/resume`, { url: proxied });
      const end = await settled(served, job);
      const said = end.messages?.map(({ text }) => text).join('; ') ?? '';
      compare(`killed at ${moment} (${end.state}; ${said})`, await contentOf(served, id), clean);
    }
    if (wanted('cuts')) {
      const id = await dataset(served, `cut at ${moment}`);
      const { id: job } = await served.call<Job>('POST', `/api/datasets/${id}/url`, { url: proxied });
      await reached(served, job, moment);
      await proxy.cut(DOWN_MS);
      const end = await settled(served, job);
      const said = end.messages?.map(({ text }) => text).join('; ') ?? '';
      compare(`cut at ${moment} (${end.state}; ${said})`, await contentOf(served, id), clean);
    }
  }
} finally {
  await served.kill();
  await proxy.close();
  azurite.stop();
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
}
