/**
 * Which files of a folder are whole. A capture that is still being written can't be told from a short one by its bytes, so: it did
 * not change between two looks nor for a while before; it is not the latest of a series of rotated files, unless it has been
 * quiet for long; no program that we may look into (Linux) has it open for writing.
 */
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface SeenFile {
  readonly path: string;
  readonly bytes: number;
  /** ms since 1970 UTC */
  readonly changed: number;
}

/** A file that is complete when it appears (renamed into place) needs no more than two looks. */
const SETTLE_MS = 5000;
/** The latest of a series may be silent for long before more comes. */
const QUIET_MS = 5 * 60_000;
/** Names that programs give to what is not yet whole. */
const UNFINISHED = /\.(tmp|temp|part|partial|crdownload|download|filepart|swp|lock)$|~$/i;
const MAX_FILES = 200_000;
const MAX_DEPTH = 32;

/** All files of the folder; hidden ones, links to folders and names of what is not whole are passed over. Throws where it can't be read. */
export function filesIn(folder: string, subfolders: boolean): readonly SeenFile[] {
  const found: SeenFile[] = [];
  const visit = (path: string, depth: number): void => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      if (entry.name.startsWith('.') || UNFINISHED.test(entry.name) || found.length >= MAX_FILES) continue;
      const own = join(path, entry.name);
      if (entry.isDirectory()) {
        if (subfolders && depth < MAX_DEPTH) visitOrPass(own, depth + 1);
        continue;
      }
      const facts = statSync(own, { throwIfNoEntry: false });
      if (facts?.isFile() && facts.size > 0) found.push({ path: own, bytes: facts.size, changed: facts.mtimeMs });
    }
  };
  const visitOrPass = (path: string, depth: number): void => {
    try {
      visit(path, depth);
    } catch {
      // A folder below that may not be read, or has gone meanwhile: the others count.
    }
  };
  visit(folder, 0);
  return found;
}

/** Those of `files` that are whole: they stand in `before` alike, and so on. By age, oldest first. `now`: ms since 1970 UTC. */
export function wholeFiles(
  files: readonly SeenFile[],
  before: ReadonlyMap<string, SeenFile>,
  now: number,
): readonly SeenFile[] {
  const latest = new Map<string, SeenFile>();
  const counts = new Map<string, number>();
  for (const file of files) {
    const series = seriesOf(file.path);
    counts.set(series, (counts.get(series) ?? 0) + 1);
    const known = latest.get(series);
    if (known === undefined || isLater(file, known)) latest.set(series, file);
  }
  return files
    .filter((file) => {
      const was = before.get(file.path);
      if (was === undefined || was.bytes !== file.bytes || was.changed !== file.changed) return false;
      // A clock elsewhere may be ahead of ours: two looks have to do then.
      const age = now - file.changed;
      if (age >= 0 && age < SETTLE_MS) return false;
      const series = seriesOf(file.path);
      const mayGrow = latest.get(series) === file && (isRotated(file.path) || counts.get(series)! > 1);
      return !mayGrow || age < 0 || age >= QUIET_MS;
    })
    .sort((a, b) => a.changed - b.changed || (a.path < b.path ? -1 : 1));
}

/** dumpcap: NAME_00001_20261123120000.pcapng · tcpdump -C: NAME.pcap1, with -W NAME.pcap01 · -G: whatever strftime made of it */
function seriesOf(path: string): string {
  return join(dirname(path), basename(path).replace(/\d+/g, '#'));
}

/** dumpcap's names alone say that there will be others. */
function isRotated(path: string): boolean {
  return /_\d{5,}_\d{14}\.[a-z0-9]+$/i.test(path);
}

/** Of one series: by time, then by number. */
function isLater(a: SeenFile, b: SeenFile): boolean {
  if (a.changed !== b.changed) return a.changed > b.changed;
  return a.path.localeCompare(b.path, 'en', { numeric: true }) > 0;
}

/** Those of the paths that a program has open for writing, as far as /proc tells; none elsewhere than on Linux. */
export function openForWriting(paths: ReadonlySet<string>): ReadonlySet<string> {
  const open = new Set<string>();
  if (process.platform !== 'linux' || paths.size === 0) return open;
  for (const pid of namesIn('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    for (const fd of namesIn(`/proc/${pid}/fd`)) {
      try {
        const path = readlinkSync(`/proc/${pid}/fd/${fd}`);
        if (!paths.has(path) || open.has(path)) continue;
        const [, flags = '0'] = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${fd}`, 'latin1')) ?? [];
        // O_WRONLY or O_RDWR
        if ((Number.parseInt(flags, 8) & 3) !== 0) open.add(path);
      } catch {
        // It was closed meanwhile.
      }
    }
  }
  return open;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
