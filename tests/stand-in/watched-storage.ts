/**
 * A storage of Azure for tests of those that read it: Azure's own emulator with one container, Capscopes that may ask it, and what
 * the tests look at. One storage a test file.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BlobServiceClient, ContainerSASPermissions, StorageSharedKeyCredential } from '@azure/storage-blob';
import { afterAll, beforeAll } from 'vitest';
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import type { Job } from '#app/model.ts';
import { parseCidr } from '#base/address.ts';
import { ACCOUNT, type Azurite, KEY, startAzurite } from './azurite.ts';
import { type Certificate, makeCertificate, trustHere } from './certificate.ts';

export const CONTAINER = 'captures';
export const HOUR_MS = 3_600_000;
/** ms; for a test that starts programs */
export const WAIT = 180_000;

export const shared = new StorageSharedKeyCredential(ACCOUNT, KEY);

export class WatchedStorage {
  dir = '';
  certificate!: Certificate;
  azurite!: Azurite;
  service!: BlobServiceClient;

  async start(): Promise<void> {
    this.dir = mkdtempSync(join(tmpdir(), 'capscope-test-'));
    this.certificate = makeCertificate(this.dir);
    trustHere(this.certificate);
    this.azurite = await startAzurite(this.dir, this.certificate);
    this.service = new BlobServiceClient(this.azurite.service, shared);
    await this.service.getContainerClient(CONTAINER).create();
  }

  stop(): void {
    this.azurite.stop();
    rmSync(this.dir, { recursive: true, force: true });
  }

  async put(path: string, bytes: Uint8Array): Promise<void> {
    await this.service.getContainerClient(CONTAINER).getBlockBlobClient(path).uploadData(bytes);
  }

  /** A link to the container, to read and list it for an hour. */
  containerSas(): Promise<string> {
    return this.service.getContainerClient(CONTAINER).generateSasUrl({
      permissions: ContainerSASPermissions.parse('rl'),
      expiresOn: new Date(Date.now() + HOUR_MS),
    });
  }

  /** A Capscope on a data directory of its own; it looks at what it watches every `lookMs`. */
  open(data: string, env: Readonly<Record<string, string>> = {}, lookMs = 100): Capscope {
    return new Capscope({
      dir: data,
      ...ENGINE,
      watched: true,
      allowed: [parseCidr('127.0.0.0/8')!],
      ca: this.certificate.cert,
      env,
      lookMs,
      onBug: (error) => {
        throw error;
      },
    });
  }

  /** Between Capscope and the emulator: an answer of the test's own, or the emulator's. */
  async between(
    answer: (request: http.IncomingMessage, response: http.ServerResponse) => boolean,
  ): Promise<{ readonly address: (link: string) => string; readonly close: () => void }> {
    const server = http.createServer((request, response) => {
      if (answer(request, response)) return;
      https
        .request(
          `${new URL(this.azurite.service).origin}${request.url}`,
          { method: request.method!, headers: request.headers, ca: this.certificate.cert },
          (from) => from.pipe(response.writeHead(from.statusCode ?? 500, from.headers)),
        )
        .end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      address: (link) => link.replace(new URL(this.azurite.service).origin, origin),
      close: () => {
        server.closeAllConnections();
        server.close();
      },
    };
  }
}

/** The storage of a test file: started before its tests, stopped after them. */
export function watchedStorage(): WatchedStorage {
  const storage = new WatchedStorage();
  beforeAll(() => storage.start(), WAIT);
  afterAll(() => storage.stop());
  return storage;
}

/** What `look` gives once it is as wanted, or after half of WAIT. */
export async function until<T>(look: () => Promise<T> | T, isIt: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + WAIT / 2;
  for (;;) {
    const value = await look();
    if (isIt(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Packets of each file of a dataset, ascending. */
export const packetsIn = async (app: Capscope, dataset: string): Promise<readonly number[]> =>
  (await app.files(dataset)).map(({ packets }) => packets).sort((a, b) => a - b);

/** The messages of a job, a line each. */
export const says = (job: Job): string => (job.messages ?? []).map(({ text }) => text).join('\n');

/** Names of the files below a folder that hold a text; empty: none. */
export function findIn(folder: string, text: string): string {
  try {
    return execFileSync('grep', ['-rlF', '--binary-files=text', '--', text, folder], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Packets of a whole dataset; -1 = no answer. */
export const packetsOf = async (app: Capscope, dataset: string): Promise<number> => {
  const reply = await app.questions.ask(dataset, { kind: 'totals', scope: { filter: '' } });
  return reply.ok ? (reply.answer?.all.packets ?? -1) : -1;
};

/** The job as the process left it when it died: changed in its file while no Capscope runs. */
export function asOfCrash(
  data: string,
  id: string,
  change: (kept: { job: Job; plan: Record<string, unknown> }) => void,
): void {
  const path = join(data, 'jobs', `${id}.json`);
  const kept = JSON.parse(readFileSync(path, 'utf8')) as { job: Job; plan: Record<string, unknown> };
  change(kept);
  writeFileSync(path, JSON.stringify(kept));
}

/** Copies of captures that a dataset keeps. */
export const capturesOf = (data: string, dataset: string): readonly string[] =>
  readdirSync(join(data, 'datasets', dataset, 'captures'));
