/** Captures decoded for one answer: nothing is kept, no server and no data directory is touched. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { DatasetStore } from '#store/store.ts';
import { sha256OfEach } from './datasets/hashes.ts';
import { ownServices } from './datasets/own-services.ts';
import { ENGINE } from './engine.ts';
import { withoutFolders } from './folder/folders.ts';
import type { Capture } from './import/contract.ts';
import { isStream, openStream, readable, spokenName } from './local-file.ts';
import { type Summary, summarize } from './questions/summary.ts';

/** Of a pipe so many bytes are kept: nobody asks for its packets again. */
const PIPE_BYTES = 64 * 1024 * 1024;
/** Above this, flows are kept in a temporary file rather than in memory: about 1 GB of flows for the worst captures. */
const MAX_BYTES_IN_MEMORY = 512 * 1024 * 1024;

export interface Scratch {
  readonly store: DatasetStore;
  /** plain sentences that name the file */
  readonly warnings: readonly string[];
  summarize(): Promise<Summary>;
  close(): Promise<void>;
}

export interface ScratchOptions {
  readonly hashes?: boolean;
  /** file of services beside the built-in ones */
  readonly services?: string | undefined;
  readonly settings?: DecodeSettings | undefined;
}

/** Decodes the captures of these paths ("-" is standard input, a folder all captures in it) as one stream. AppError when one can't be read. */
export async function openScratch(
  paths: readonly string[],
  { hashes = false, services, settings }: ScratchOptions = {},
): Promise<Scratch> {
  const own = services === undefined ? [] : ownServices(services);
  const names = withoutFolders(paths).map((path) => (path === '-' ? path : readable(path)));
  const size = names.reduce((sum, path) => sum + (isStream(path) ? MAX_BYTES_IN_MEMORY : statSync(path).size), 0);
  const folder = new TemporaryFolder();
  const giveUp = new AbortController();
  /** what pipes are called, by where they are kept meanwhile */
  const pipes = new Map<string, string>();
  const { startStore, importCaptures } = ENGINE;
  ENGINE.expectImport?.(size);
  const store = await startStore();
  try {
    const captures: Capture[] = [];
    /** by path */
    const digests = new Map<string, Promise<string | undefined>>();
    const spooling: Promise<unknown>[] = [];
    const hashed: string[] = [];
    for (const path of names) {
      if (isStream(path)) {
        const kept = join(folder.path(), `pipe-${pipes.size}`);
        const name = spokenName(path);
        pipes.set(kept, name === basename(path) ? path : name);
        const { capture, sha256 } = await spoolPipe(path, kept);
        captures.push(capture);
        spooling.push(sha256);
        digests.set(kept, sha256);
      } else {
        captures.push({ name: spokenName(path), source: { kind: 'file', path } });
        if (hashes) hashed.push(path);
      }
    }
    for (const [path, sha256] of sha256OfEach(hashed, giveUp.signal)) digests.set(path, sha256);
    const database = size < MAX_BYTES_IN_MEMORY ? ':memory:' : join(folder.path(), 'flows.duckdb');
    const dataset = await store.open(database);
    const importing = await dataset.begin();
    const files = await importCaptures({
      store: dataset,
      importing,
      captures,
      services: own,
      ...(settings === undefined ? {} : { settings }),
      unpackFolder: () => folder.path(),
    });
    await Promise.all(spooling);
    await dataset.finish(importing);
    return {
      store: dataset,
      warnings: files.flatMap((file) => file.warnings.map((warning) => `${file.name}: ${warning}`)),
      async summarize() {
        const byFile = new Map<number, string>();
        for (const { id, path = '', packed } of files) {
          const sha256 = await digests.get(packed?.path ?? path);
          if (sha256 !== undefined) byFile.set(id, sha256);
        }
        return summarize(dataset, byFile);
      },
      async close() {
        await dataset.close();
        await store.close();
        folder.remove();
      },
    };
  } catch (error) {
    giveUp.abort();
    await store.close().catch(() => undefined);
    folder.remove();
    const pipe = error instanceof AppError ? pipes.get(String(error.data.path)) : undefined;
    if (error instanceof AppError && pipe !== undefined) throw new AppError(error.code, { ...error.data, path: pipe });
    throw error;
  }
}

/** A pipe as a file that grows while it is decoded, or as a window of it where that is enough. */
async function spoolPipe(
  pipe: string,
  path: string,
): Promise<{ capture: Capture; sha256: Promise<string | undefined> }> {
  const [{ GrowingState }, { spool }] = await Promise.all([
    import('#sources/growing-state.ts'),
    import('#sources/spool.ts'),
  ]);
  const state = new GrowingState();
  const name = spokenName(pipe);
  const sha256 = spool(openStream(pipe), path, { state, name, window: PIPE_BYTES }).then((spooled) => spooled.sha256);
  sha256.catch(() => undefined);
  const capture: Capture = { name, source: { kind: 'growing', path, state: state.shared } };
  return { capture, sha256 };
}

/** Made when first asked for; gone when the process ends, however it ends. */
class TemporaryFolder {
  #path: string | undefined;
  readonly #remove = (): void => this.remove();

  path(): string {
    if (this.#path === undefined) {
      this.#path = mkdtempSync(join(tmpdir(), 'capscope-'));
      process.once('exit', this.#remove);
    }
    return this.#path;
  }

  remove(): void {
    if (this.#path === undefined) return;
    process.off('exit', this.#remove);
    rmSync(this.#path, { recursive: true, force: true, maxRetries: 3 });
    this.#path = undefined;
  }
}
