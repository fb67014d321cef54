/**
 * What a watch knows of a storage: blobs that were taken or left out, by path. Storages grow for years: what was last changed two days
 * before the latest blob, and all that is older, is over when nothing of that age is still to be taken. It is then told by one time, and its
 * names are forgotten; so the plan holds those of about two days, however long the watch goes on.
 */
import { z } from 'zod';
import type { StoredBlob } from '#sources/azure/storage.ts';

export const SeenBlob = z.object({
  etag: z.string(),
  /** its file in the dataset's folder */
  file: z.string().optional(),
  /** of a flow log: the blocks that are read, and the hash of their names */
  blocks: z.object({ count: z.number(), hash: z.string() }).optional(),
});
export type SeenBlob = z.infer<typeof SeenBlob>;

export interface KeptSeen {
  readonly seen: Readonly<Record<string, SeenBlob>>;
  /** what had not changed after this, ms since 1970 UTC by the storage's clock, is over */
  readonly since?: number | undefined;
  /** older all the same, and still to be taken: in the archive when it became old */
  readonly held?: readonly string[] | undefined;
}

/** A blob that was not written for so long, as the storage's own clock goes, is written no more. */
const OVER_MS = 2 * 86_400_000;
/** With more of them in the archive, names are remembered for longer instead. */
const MOST_HELD = 10_000;

type Listed = Pick<StoredBlob, 'path' | 'etag' | 'modified' | 'bytes' | 'archived'>;

export class SeenBlobs {
  readonly #seen: Map<string, SeenBlob>;
  #since: number;
  #held: ReadonlySet<string>;
  // Of the look under way.
  #there = new Set<string>();
  #latest = Number.NEGATIVE_INFINITY;
  #oldestOpen = Number.POSITIVE_INFINITY;
  #archived = new Map<string, number>();
  #heldOpen: string[] = [];

  constructor({ seen, since = Number.NEGATIVE_INFINITY, held = [] }: KeptSeen) {
    this.#seen = new Map(Object.entries(seen));
    this.#since = since;
    this.#held = new Set(held);
  }

  get(path: string): SeenBlob | undefined {
    return this.#seen.get(path);
  }

  set(path: string, seen: SeenBlob): void {
    this.#seen.set(path, seen);
  }

  get kept(): KeptSeen {
    return {
      seen: Object.fromEntries(this.#seen),
      ...(Number.isFinite(this.#since) ? { since: this.#since } : {}),
      ...(this.#held.size === 0 ? {} : { held: [...this.#held] }),
    };
  }

  /** Each blob of a listing is asked for once: true when it is still to be taken, as it is now. */
  isNew({ path, etag, modified, bytes, archived }: Listed): boolean {
    this.#latest = Math.max(this.#latest, modified);
    const isHeld = this.#held.has(path);
    if (modified <= this.#since && !isHeld) return false;
    const seen = this.#seen.get(path);
    if (seen !== undefined) this.#there.add(path);
    if (bytes === 0 || bare(seen?.etag) === bare(etag)) return false;
    if (archived) this.#archived.set(path, modified);
    else if (isHeld) this.#heldOpen.push(path);
    else this.#oldestOpen = Math.min(this.#oldestOpen, modified);
    return !archived;
  }

  /** The listing has been read to its end: what is not there any more is forgotten, and what is over. True when more is over now. */
  listed(): boolean {
    for (const path of [...this.#seen.keys()]) if (!this.#there.has(path)) this.#seen.delete(path);
    const over = Math.max(this.#since, Math.min(this.#latest - OVER_MS, this.#oldestOpen - 1));
    const archived = [...this.#archived].flatMap(([path, modified]) => (modified <= over ? [path] : []));
    const held = [...archived, ...this.#heldOpen];
    const isMore = held.length <= MOST_HELD && over > this.#since;
    if (held.length <= MOST_HELD) {
      this.#since = over;
      this.#held = new Set(held);
    }
    this.#there = new Set();
    this.#latest = Number.NEGATIVE_INFINITY;
    this.#oldestOpen = Number.POSITIVE_INFINITY;
    this.#archived = new Map();
    this.#heldOpen = [];
    return isMore;
  }
}

/** A listing tells it without the quotes that a header has. */
const bare = (etag: string | undefined): string | undefined => etag?.replace(/^"|"$/g, '');
