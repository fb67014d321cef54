/** Room for captures: what the disk has, and what the operator allows for a dataset and for the whole data directory. */
import { readdirSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';

/** Bytes; undefined = no limit but the disk's. */
export interface Quota {
  readonly dataset?: number | undefined;
  readonly all?: number | undefined;
}

/** Left free for the database of what is imported. */
const RESERVE_BYTES = 64 * 1024 * 1024;
/** While bytes come, the folders are looked into again after so many of them. */
const LOOK_EVERY_BYTES = 64 * 1024 * 1024;

export class Room {
  readonly #dir: string;
  readonly #folderOf: (dataset: string) => string;
  readonly #quota: () => Quota;
  readonly #lookEvery: number;

  constructor(dir: string, folderOf: (dataset: string) => string, quota: () => Quota, lookEvery = LOOK_EVERY_BYTES) {
    this.#dir = dir;
    this.#folderOf = folderOf;
    this.#quota = quota;
    this.#lookEvery = lookEvery;
  }

  /** `bytes` more for a dataset, of what the user calls `name`. AppError: DISK_FULL, QUOTA. */
  check(dataset: string, name: string, bytes: number): void {
    const { dataset: most, all } = this.#quota();
    const own = most === undefined ? 0 : bytesIn(this.#folderOf(dataset));
    if (most !== undefined && own + bytes > most) throw over(name, bytes, own, most, 'this dataset');
    const whole = all === undefined ? 0 : bytesIn(this.#dir);
    if (all !== undefined && whole + bytes > all) throw over(name, bytes, whole, all, 'all datasets together');
    const free = this.#free();
    if (free !== undefined && bytes > free)
      throw new AppError('DISK_FULL', { path: `${name} needs ${size(bytes)}, ${size(free)} are free` });
  }

  /** A check that is asked after every piece, and looks now and then. */
  watch(dataset: string, name: string): (bytes: number) => void {
    let next = this.#lookEvery;
    return (bytes) => {
      if (bytes < next) return;
      next = bytes + this.#lookEvery;
      this.check(dataset, name, 0);
    };
  }

  #free(): number | undefined {
    try {
      const { bavail, bsize } = statfsSync(this.#dir);
      return Math.max(0, bavail * bsize - RESERVE_BYTES);
    } catch {
      return undefined;
    }
  }
}

function over(name: string, bytes: number, used: number, limit: number, of: string): AppError {
  const more = bytes > 0 ? ` and ${name} needs ${size(bytes)}` : '';
  return new AppError('QUOTA', { name, limit: size(limit), of, used: size(used), more });
}

function bytesIn(folder: string): number {
  let bytes = 0;
  try {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      bytes += entry.isDirectory() ? bytesIn(path) : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    }
  } catch {
    // It has gone meanwhile.
  }
  return bytes;
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Three significant digits, decimal units. */
function size(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 ? value : Number(value.toPrecision(3))} ${UNITS[unit]}`;
}
