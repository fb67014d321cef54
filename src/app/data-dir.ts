/**
 * The data directory and its lock. One process at a time owns a data directory; lock.json says which, and on which port
 * it serves, so that a second one can hand its work over. A lock left by a process that died is recognised and taken.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#base/errors.ts';

export interface LockHolder {
  readonly pid: number;
  /** ms since 1970 UTC at which the lock was taken */
  readonly since: number;
  /** start of the process in clock ticks since boot, where the system tells (Linux) */
  readonly birth?: string;
  /** port on loopback, once it serves */
  readonly port?: number;
}

export interface DataDir {
  readonly path: string;
  /** Tells other processes where this one serves. */
  announce(port: number): void;
  release(): void;
}

interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly home: string;
}

/** Where data is kept when nobody says otherwise: the place each system has for it. */
export function defaultDataDir({ env, platform, home }: Surroundings): string {
  if (env.CAPSCOPE_DATA_DIR) return env.CAPSCOPE_DATA_DIR;
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Capscope');
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'Capscope');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'capscope');
}

/** Captures hold what others said: on a machine of several users nobody else reads them. */
const OWN = 0o700;

/** Takes the directory, which is made when missing. Throws AppError DATA_DIR_IN_USE with the holder's pid and port. */
export function takeDataDir(dir: string, now: number): DataDir {
  try {
    mkdirSync(dir, { recursive: true, mode: OWN });
  } catch (error) {
    throw new AppError('CAPTURE_UNREADABLE', { path: dir, reason: reasonOf(error) });
  }
  const path = join(dir, 'lock.json');
  const birth = birthOf(process.pid);
  const mine: LockHolder = { pid: process.pid, since: now, ...(birth === undefined ? {} : { birth }) };
  for (let attempt = 0; ; attempt++) {
    if (putLock(path, mine)) break;
    const holder = readLock(path);
    if (holder !== undefined && isAlive(holder, now)) {
      throw new AppError('DATA_DIR_IN_USE', { dir, pid: holder.pid, port: holder.port ?? 0 });
    }
    if (attempt === 5) throw new AppError('CAPTURE_UNREADABLE', { path, reason: 'the lock cannot be taken' });
    removeStale(path, holder);
  }
  let released = false;
  return {
    path: dir,
    announce(port) {
      const draft = `${path}.${process.pid}`;
      writeFileSync(draft, JSON.stringify({ ...mine, port }));
      renameSync(draft, path);
    },
    release() {
      if (released) return;
      released = true;
      const holder = readLock(path);
      if (holder?.pid === mine.pid && holder.since === mine.since) rmSync(path, { force: true });
    },
  };
}

/** Who holds the directory now, if a live process does. */
export function holderOf(dir: string, now: number): LockHolder | undefined {
  const holder = readLock(join(dir, 'lock.json'));
  return holder !== undefined && isAlive(holder, now) ? holder : undefined;
}

/** True when the lock is ours. The link makes name and content appear in one step. */
function putLock(path: string, mine: LockHolder): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, JSON.stringify(mine));
  } catch (error) {
    rmSync(draft, { force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw new AppError('DISK_FULL', { path });
    throw new AppError('CAPTURE_UNREADABLE', { path, reason: reasonOf(error) });
  }
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A file system without hard links: exclusive creation is the next best.
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx' });
      return true;
    } catch (second) {
      if ((second as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw new AppError('CAPTURE_UNREADABLE', { path, reason: reasonOf(second) });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes the lock away under a name of our own and gives it back when another process renewed it meanwhile. */
function removeStale(path: string, seen: LockHolder | undefined): void {
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
    const taken = readLock(aside);
    if (taken !== undefined && (taken.pid !== seen?.pid || taken.since !== seen?.since)) linkSync(aside, path);
  } catch {
    // Another process was faster; the next attempt sees what it left.
  } finally {
    rmSync(aside, { force: true });
  }
}

function readLock(path: string): LockHolder | undefined {
  try {
    const lock = JSON.parse(readFileSync(path, 'utf8')) as Partial<LockHolder> | null;
    if (typeof lock?.pid !== 'number' || typeof lock.since !== 'number') return undefined;
    return lock as LockHolder;
  } catch {
    return undefined;
  }
}

function isAlive(holder: LockHolder, now: number): boolean {
  // In a container each start may get the same pid: a lock older than this very process is not ours.
  if (holder.pid === process.pid) return holder.since >= Math.floor(now - process.uptime() * 1000);
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const birth = birthOf(holder.pid);
  return holder.birth === undefined || birth === undefined || birth === holder.birth;
}

/** proc(5): field 22 of /proc/PID/stat, counted behind the command, which may hold blanks. */
function birthOf(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
