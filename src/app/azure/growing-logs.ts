/**
 * Flow logs of Azure in storage, which grow by blocks while their hour lasts ("Read flow logs", MicrosoftDocs/azure-docs): the first block
 * opens the list, the last closes it, new ones go before the last. Only what lies behind the last whole record is fetched, if the blocks
 * before are those that were read; where a blob is written anew its bytes are compared instead.
 */
import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { IpRange } from '#base/address.ts';
import type { BlobLink, Storage, StoredBlob } from '#sources/azure/storage.ts';
import { spool } from '#sources/spool.ts';
import { type DownloadOptions, download } from '#sources/url/download.ts';
import { targetOf } from '#sources/url/target.ts';
import type { StoredFile } from '#store/protocol.ts';
import type { Capture } from '../import/contract.ts';
import { isLogFile, logNotes } from '../import/logs/log-state.ts';
import type { Room } from '../room.ts';
import { blobName, newFileName } from './take-blobs.ts';

/** Hour files are called so in all of Azure's logs; what each is its content tells. */
export const isHourLog = (path: string): boolean => /(^|\/)PT1H\.json$/i.test(path);

export interface SeenLog {
  readonly etag: string;
  readonly file?: string | undefined;
  readonly blocks?: { readonly count: number; readonly hash: string } | undefined;
}

export interface GrownLog {
  readonly path: string;
  /** in the dataset's folder */
  readonly file: string;
  readonly isFirst: boolean;
  /** undefined: nothing to import */
  readonly capture?: Capture;
  readonly seen?: SeenLog;
  /** a sentence for the user */
  readonly says?: string;
}

interface Surroundings {
  readonly folder: string;
  /** of the dataset */
  readonly files: readonly StoredFile[];
  readonly allowed: readonly IpRange[];
  readonly ca: string | undefined;
  readonly signal: AbortSignal;
  readonly dataset: string;
  readonly room: Room;
}

/** A file of ours, which no user has put there. */
const OWN_FILE = /^[0-9a-f]{16}\.capture$/;
const COMPARED_BYTES = 1 << 20;

export class GrowingLogs {
  readonly #with: Surroundings;

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
  }

  /** Brings the log's file up to date. AppError of the storage. */
  async take(
    storage: Storage,
    blob: StoredBlob,
    seen: SeenLog | undefined,
    link: () => Promise<BlobLink>,
  ): Promise<GrownLog> {
    const { path } = blob;
    const { folder, files } = this.#with;
    // Azure tells the etag with the blocks alone: a blob that was put in one piece has none.
    const { etag: told, blocks } = await storage.blocks(path);
    const etag = told === '' ? blob.etag : told;
    const before = seen?.file === undefined ? undefined : files.find((file) => file.path === join(folder, seen.file!));
    const whole = before === undefined ? undefined : logNotes(before).whole;
    if (seen?.file === undefined || before === undefined || whole === undefined) {
      if (seen !== undefined && before !== undefined) return this.#rewritten(path, seen.file ?? '');
      const file = newFileName();
      this.#with.room.check(this.#with.dataset, blobName(path), blob.bytes);
      await spool(this.#pieces(await link(), {}), join(folder, file), {
        name: blobName(path),
        signal: this.#with.signal,
      });
      const known = this.#goesOn(path, file, { etag, blocks: readBlocks(blocks) });
      if (known !== undefined) return known;
      const capture: Capture = { name: blobName(path), source: { kind: 'file', path: join(folder, file) } };
      return { path, file, isFirst: true, capture, seen: { etag, file, blocks: readBlocks(blocks) } };
    }
    const { file } = seen;
    const onDisk = join(folder, file);
    const known = seen.blocks;
    const isSame =
      known !== undefined &&
      known.count > 0 &&
      blocks.length >= known.count &&
      hashOf(blocks.slice(0, known.count)) === known.hash;
    this.#with.room.check(this.#with.dataset, blobName(path), Math.max(0, blob.bytes - whole));
    if (isSame) {
      truncateSync(onDisk, whole);
      for await (const piece of this.#pieces(await link(), {
        from: { offset: whole, etag, total: undefined, modified: undefined },
      }))
        await appendFile(onDisk, piece);
    } else if (!(await this.#anew(onDisk, whole, path, link))) return this.#rewritten(path, file);
    const source = { kind: 'file' as const, path: onDisk };
    const capture: Capture = { name: before.name, source, continues: before.id };
    return { path, file, isFirst: false, capture, seen: { etag, file, blocks: readBlocks(blocks) } };
  }

  /**
   * The dataset has what this log was before: another watch, a pick, or an import that ended just before the process did brought it. What
   * was fetched takes the place of that file, and what is new in it is read.
   */
  #goesOn(path: string, fetched: string, seen: Omit<SeenLog, 'file'>): GrownLog | undefined {
    const { folder, files } = this.#with;
    const onDisk = join(folder, fetched);
    const { size } = statSync(onDisk);
    for (const before of files) {
      const { whole } = logNotes(before);
      if (before.path === undefined || before.name !== blobName(path) || !isLogFile(before) || whole === undefined)
        continue;
      if (dirname(before.path) !== folder || !OWN_FILE.test(basename(before.path))) continue;
      if (size < whole || !beginsAlike(onDisk, before.path, whole)) continue;
      const file = basename(before.path);
      const isAll = size === before.size && beginsAlike(onDisk, before.path, size);
      if (isAll) rmSync(onDisk);
      else renameSync(onDisk, before.path);
      const source = { kind: 'file' as const, path: before.path };
      const capture: Capture = { name: before.name, source, continues: before.id };
      return { path, file, isFirst: false, ...(isAll ? {} : { capture }), seen: { ...seen, file } };
    }
    return undefined;
  }

  /** Fetches all of it; false when what was read of it is not in it any more. */
  async #anew(onDisk: string, whole: number, path: string, link: () => Promise<BlobLink>): Promise<boolean> {
    const fetched = `${onDisk}.new`;
    this.#with.room.check(this.#with.dataset, blobName(path), whole);
    await spool(this.#pieces(await link(), {}), fetched, { name: blobName(path), signal: this.#with.signal });
    if (statSync(fetched).size >= whole && beginsAlike(fetched, onDisk, whole)) {
      renameSync(fetched, onDisk);
      return true;
    }
    rmSync(fetched, { force: true });
    return false;
  }

  #rewritten(path: string, file: string): GrownLog {
    const says = `${blobName(path)} was written anew since it was imported: the dataset keeps what it was`;
    return { path, file, isFirst: false, says };
  }

  #pieces({ url, authorize }: BlobLink, more: Pick<DownloadOptions, 'from'>): AsyncGenerator<Uint8Array> {
    const { signal, allowed, ca } = this.#with;
    return download(targetOf(url), {
      signal,
      allowed,
      ...(ca === undefined ? {} : { ca }),
      ...(authorize === undefined ? {} : { authorize }),
      ...more,
    });
  }
}

type Blocks = readonly { readonly name: string; readonly bytes: number }[];

/** All but the last, which closes the list and is written anew. */
function readBlocks(blocks: Blocks): { readonly count: number; readonly hash: string } {
  const count = Math.max(0, blocks.length - 1);
  return { count, hash: hashOf(blocks.slice(0, count)) };
}

const hashOf = (blocks: Blocks): string =>
  createHash('sha256')
    .update(blocks.map(({ name, bytes }) => `${name} ${bytes}`).join('\n'))
    .digest('base64');

function beginsAlike(path: string, other: string, length: number): boolean {
  const a = openSync(path, 'r');
  let b: number;
  try {
    b = openSync(other, 'r');
  } catch {
    closeSync(a);
    return false;
  }
  const pieces = [Buffer.alloc(COMPARED_BYTES), Buffer.alloc(COMPARED_BYTES)] as const;
  try {
    for (let at = 0; at < length; ) {
      const size = Math.min(COMPARED_BYTES, length - at);
      if (readSync(a, pieces[0], 0, size, at) !== size || readSync(b, pieces[1], 0, size, at) !== size) return false;
      if (!pieces[0].subarray(0, size).equals(pieces[1].subarray(0, size))) return false;
      at += size;
    }
    return true;
  } finally {
    closeSync(a);
    closeSync(b);
  }
}
