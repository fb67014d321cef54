/**
 * The datasets of a data directory, one folder each:
 *   datasets/ID/dataset.json   name, time of creation, and the card as it was after the last import
 *   datasets/ID/flows.duckdb   flows, files, chunks (the store's)
 *   datasets/ID/captures/      uploaded captures; files opened in place are not copied
 * A card is kept so that a list of datasets opens no database. Records are replaced whole, never edited in place.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Dataset } from '../model.ts';

/** What is remembered of a dataset: its card without what only a running program knows. */
/** folder in a dataset's own: uploads, and what was unpacked */
export const CAPTURES = 'captures';

/** What of a dataset itself may be changed. */
export interface DatasetEdit {
  readonly name?: string | undefined;
  /** for what is imported from now on */
  readonly settings?: DecodeSettings | undefined;
  readonly tags?: readonly string[] | undefined;
  /** '' takes it away */
  readonly note?: string | undefined;
}

export type DatasetRecord = Omit<Dataset, 'importing'>;

const ID = /^[a-z2-7]{8}$/;
const MAX_NAME_LENGTH = 200;

/** What a card tells before anything was imported. */
const NOTHING_YET = { version: 0, packets: 0, bytes: 0, flows: 0, fileCount: 0, sparkline: [], topApps: [] } as const;

export class Catalog {
  readonly #dir: string;
  readonly #records = new Map<string, DatasetRecord>();

  constructor(dataDir: string) {
    this.#dir = join(dataDir, 'datasets');
    mkdirSync(this.#dir, { recursive: true });
    for (const id of readdirSync(this.#dir)) {
      const record = ID.test(id) ? readRecord(join(this.#dir, id, 'dataset.json'), id) : undefined;
      if (record !== undefined) this.#records.set(id, record);
    }
  }

  /** Newest first. */
  list(): readonly DatasetRecord[] {
    return [...this.#records.values()].sort((a, b) => b.created - a.created);
  }

  get(id: string): DatasetRecord {
    const record = this.#records.get(id);
    if (record === undefined) throw new AppError('DATASET_NOT_FOUND', { dataset: id });
    return record;
  }

  find(name: string): DatasetRecord | undefined {
    for (const record of this.#records.values()) if (record.name === name) return record;
    return undefined;
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  /** Makes a dataset. AppError: USAGE for a name that can't be one, DATASET_NAME_TAKEN. */
  create(name: string, now: number, settings?: DecodeSettings): DatasetRecord {
    const record: DatasetRecord = {
      id: newId(),
      name: this.#freeName(name, undefined),
      created: now,
      ...NOTHING_YET,
      ...(settings === undefined ? {} : { settings }),
    };
    mkdirSync(this.folder(record.id), { recursive: true });
    this.put(record);
    return record;
  }

  /** AppError: USAGE for a name that can't be one, DATASET_NAME_TAKEN. */
  edit(id: string, { name, settings, tags, note }: DatasetEdit): DatasetRecord {
    const { tags: tagsBefore, note: noteBefore, ...rest } = this.get(id);
    const [tagsNow, noteNow] = [tags ?? tagsBefore ?? [], note ?? noteBefore ?? ''];
    const record: DatasetRecord = {
      ...rest,
      ...(tagsNow.length === 0 ? {} : { tags: tagsNow }),
      ...(noteNow === '' ? {} : { note: noteNow }),
      ...(name === undefined ? {} : { name: this.#freeName(name, id) }),
      ...(settings === undefined ? {} : { settings }),
    };
    this.put(record);
    return record;
  }

  put(record: DatasetRecord): void {
    const path = join(this.folder(record.id), 'dataset.json');
    writeFileSync(`${path}.new`, JSON.stringify(record, undefined, 1));
    renameSync(`${path}.new`, path);
    this.#records.set(record.id, record);
  }

  /** Forgets the dataset first, then deletes its folder: a half-deleted folder is not listed again. */
  remove(id: string): void {
    this.get(id);
    this.#records.delete(id);
    rmSync(join(this.folder(id), 'dataset.json'), { force: true });
    rmSync(this.folder(id), { recursive: true, force: true, maxRetries: 5 });
  }

  folder(id: string): string {
    return join(this.#dir, id);
  }

  databasePath(id: string): string {
    return join(this.folder(id), 'flows.duckdb');
  }

  capturesFolder(id: string): string {
    return join(this.folder(id), CAPTURES);
  }

  /** `name`, or "name 2", "name 3" … where it is taken. */
  unusedName(name: string): string {
    const base = cleanName(name);
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? base : `${base.slice(0, MAX_NAME_LENGTH - 8)} ${n}`;
      if (this.find(candidate) === undefined) return candidate;
    }
  }

  #freeName(name: string, own: string | undefined): string {
    const clean = cleanName(name);
    const taken = this.find(clean);
    if (taken !== undefined && taken.id !== own) throw new AppError('DATASET_NAME_TAKEN', { name: clean });
    return clean;
  }
}

/** A name people can read: one line, no control characters. */
function cleanName(name: string): string {
  const clean = name
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, MAX_NAME_LENGTH);
  if (clean === '') throw new AppError('USAGE', { message: 'a dataset needs a name' });
  return clean;
}

/** 40 random bits in the alphabet of RFC 4648 base32, lower case: short enough for a URL. */
function newId(): string {
  return Array.from(randomBytes(8), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('');
}

function readRecord(path: string, id: string): DatasetRecord | undefined {
  try {
    const record = JSON.parse(readFileSync(path, 'utf8')) as Partial<DatasetRecord>;
    if (typeof record.name !== 'string' || typeof record.created !== 'number') return undefined;
    return {
      ...NOTHING_YET,
      ...record,
      id,
      name: record.name,
      created: record.created,
    };
  } catch {
    return undefined;
  }
}
