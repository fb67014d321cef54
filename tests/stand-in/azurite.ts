/** Azure's own emulator of its storage, in a process of its own, by http or https. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Certificate } from './certificate.ts';

/** Made for these tests; the emulator is told by AZURITE_ACCOUNTS. */
export const ACCOUNT = 'plant';
export const KEY: string = Buffer.from('a key of the tests, of no use elsewhere').toString('base64');

export interface Azurite {
  /** https://127.0.0.1:12345/plant */
  readonly service: string;
  readonly connection: string;
  stop(): void;
}

/** By https it also takes tokens: their form is checked, not their signature. */
export async function startAzurite(dir: string, certificate?: Certificate): Promise<Azurite> {
  const place = createRequire(import.meta.url).resolve('azurite/package.json');
  const { bin } = JSON.parse(readFileSync(place, 'utf8')) as { bin: Record<string, string> };
  const secure =
    certificate === undefined ? [] : ['--cert', certificate.certFile, '--key', certificate.keyFile, '--oauth', 'basic'];
  const child = spawn(
    process.execPath,
    [
      join(dirname(place), bin['azurite-blob']!),
      ...['--blobPort', '0', '--inMemoryPersistence', '--disableTelemetry', '--skipApiVersionCheck', ...secure],
    ],
    { cwd: dir, env: { ...process.env, AZURITE_ACCOUNTS: `${ACCOUNT}:${KEY}` }, stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const address = await listening(child);
  const service = `${address}/${ACCOUNT}`;
  const protocol = certificate === undefined ? 'http' : 'https';
  return {
    service,
    connection: `DefaultEndpointsProtocol=${protocol};AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${service};`,
    stop: () => void child.kill('SIGKILL'),
  };
}

function listening(child: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  child.stdout!.on('data', (piece: Buffer) => {
    text += piece.toString();
    const found = /listens on (https?:\/\/127\.0\.0\.1:\d+)/.exec(text);
    if (found !== null) resolve(found[1]!);
  });
  child.once('exit', (code) => reject(new Error(`azurite ended with ${code}: ${text}`)));
  return promise;
}
