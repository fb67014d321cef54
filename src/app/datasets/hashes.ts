/**
 * SHA-256 of capture files, computed one file at a time when no import runs: an import's time is not spent on it.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { StoredFile } from '#store/protocol.ts';

const READ_BYTES = 1024 * 1024;
const AT_A_TIME = 4;
const SMALL_BYTES = 256 * 1024;
const TOGETHER_MS = 1000;

/** Hex. Rejects when the file can't be read. */
export async function sha256Of(path: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  // A stream costs more than the bytes of a small file.
  const { size } = await stat(path);
  if (size <= SMALL_BYTES)
    return hash.update(await readFile(path, signal === undefined ? {} : { signal })).digest('hex');
  const stream = createReadStream(path, { highWaterMark: READ_BYTES, ...(signal === undefined ? {} : { signal }) });
  for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** The same for many files, some at a time; undefined for one that can't be read. */
export function sha256OfEach(
  paths: readonly string[],
  signal: AbortSignal,
): ReadonlyMap<string, Promise<string | undefined>> {
  const tracks: Promise<unknown>[] = new Array<Promise<unknown>>(AT_A_TIME).fill(Promise.resolve());
  const found = new Map<string, Promise<string | undefined>>();
  for (const [n, path] of paths.entries()) {
    const track = n % AT_A_TIME;
    const sha256 = tracks[track]!.then(() => sha256Of(path, signal)).catch(() => undefined);
    tracks[track] = sha256;
    found.set(path, sha256);
  }
  return found;
}

interface Surroundings {
  readonly isIdle: () => boolean;
  readonly keep: (dataset: string, files: readonly StoredFile[]) => Promise<void>;
  readonly onBug: (error: unknown) => void;
}

export class Hashes {
  readonly #with: Surroundings;
  readonly #waiting: { dataset: string; file: StoredFile }[] = [];
  readonly #closing = new AbortController();
  #working: Promise<void> | undefined;
  #last: { readonly path: string; readonly sha256: string | undefined } | undefined;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  add(dataset: string, files: readonly StoredFile[]): void {
    for (const file of files) {
      const known = this.#waiting.some((entry) => entry.dataset === dataset && entry.file.id === file.id);
      if (!known && file.sha256 === undefined && file.path !== undefined) this.#waiting.push({ dataset, file });
    }
  }

  forget(dataset: string): void {
    const kept = this.#waiting.filter((entry) => entry.dataset !== dataset);
    this.#waiting.splice(0, this.#waiting.length, ...kept);
  }

  /** Goes on with the work when there is some and no import runs; called whenever an import has ended. */
  resume(): void {
    if (this.#working !== undefined || this.#waiting.length === 0 || !this.#with.isIdle()) return;
    this.#working = this.#work()
      .catch(this.#with.onBug)
      .finally(() => {
        this.#working = undefined;
        this.resume();
      });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#waiting.length = 0;
    await this.#working;
  }

  /** Captures of one archive follow each other: its bytes are read once. */
  async #hash(path: string): Promise<string | undefined> {
    if (this.#last?.path === path) return this.#last.sha256;
    const sha256 = await sha256Of(path, this.#closing.signal).catch(() => undefined);
    this.#last = { path, sha256 };
    return sha256;
  }

  #inside({ path, insideSha256 }: StoredFile): Promise<string | undefined> | string | undefined {
    return insideSha256 ?? sha256Of(path!, this.#closing.signal).catch(() => undefined);
  }

  async #work(): Promise<void> {
    this.#last = undefined;
    while (this.#with.isIdle()) {
      const [first] = this.#waiting;
      if (first === undefined) return;
      const { dataset } = first;
      const hashed: StoredFile[] = [];
      const until = performance.now() + TOGETHER_MS;
      // Records are kept some at a time: each keeping writes the database.
      while (this.#with.isIdle() && this.#waiting[0]?.dataset === dataset && performance.now() < until) {
        // It waits until it is hashed, so that nobody adds it again meanwhile.
        const entry = this.#waiting[0]!;
        const { file } = entry;
        const sha256 = await this.#hash(file.packed?.path ?? file.path!);
        const inside = file.packed === undefined ? undefined : await this.#inside(file);
        const at = this.#waiting.indexOf(entry);
        if (at < 0) continue;
        this.#waiting.splice(at, 1);
        // A file that has gone or changed hands meanwhile stays without.
        if (sha256 !== undefined)
          hashed.push({ ...file, sha256, ...(inside === undefined ? {} : { insideSha256: inside }) });
      }
      if (hashed.length > 0 && !this.#closing.signal.aborted) await this.#with.keep(dataset, hashed);
    }
  }
}
