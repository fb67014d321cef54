/**
 * Watches a folder: captures that appear in it are imported where they are, when they are whole (ready.ts), each once (ledger.ts).
 * By looking again and again, which works on every file system, network shares too.
 */
import { statSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '#base/errors.ts';
import { SERVICES_FILE } from '../datasets/own-services.ts';
import type { Capture } from '../import/contract.ts';
import type { JobKind, JobRun, Jobs } from '../jobs/jobs.ts';
import type { Job } from '../model.ts';
import { isCaptureFile } from './folders.ts';
import { Ledger } from './ledger.ts';
import { filesIn, openForWriting, type SeenFile, wholeFiles } from './ready.ts';

const LOOK_MS = 2000;
/** Looking takes at most this part of the time. */
const LOOK_SHARE = 20;
const MAX_AT_ONCE = 200;
/** The longest pause before a file that could not be read is tried again. */
const LONGEST_PAUSE_MS = 5 * 60_000;

export const FolderPlan = z.object({
  path: z.string(),
  subfolders: z.boolean(),
  /** files that were there when the watch began are left alone */
  onlyNew: z.boolean(),
  begun: z.boolean(),
  totals: z.object({ bytesRead: z.number(), packets: z.number(), flows: z.number() }),
});
export type FolderPlan = z.infer<typeof FolderPlan>;

export interface FolderWish {
  readonly path: string;
  readonly subfolders?: boolean | undefined;
  readonly onlyNew?: boolean | undefined;
}

interface Surroundings {
  readonly jobs: Jobs;
  readonly folderOf: (dataset: string) => string;
  readonly now: () => number;
  /** ms between looks; LOOK_MS */
  readonly lookMs?: number | undefined;
}

export class Folders {
  readonly #with: Surroundings;
  readonly #kind: JobKind<FolderPlan>;
  readonly #finishing = new Map<string, AbortController>();

  constructor(surroundings: Surroundings) {
    this.#with = surroundings;
    this.#kind = {
      name: 'folder',
      standing: true,
      plan: FolderPlan,
      run: (run) => this.#run(run),
      discard: (_plan, { id, dataset }) => Ledger.remove(this.#ledgerPath(dataset, id)),
    };
    surroundings.jobs.register(this.#kind);
  }

  /** AppError USAGE: no such folder. */
  watch(dataset: string, { path, subfolders = true, onlyNew = false }: FolderWish): Job {
    if (!isAbsolute(path))
      throw new AppError('USAGE', { message: `${path}: a whole path is needed, from the root on` });
    if (path.includes('\0') || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new AppError('USAGE', { message: `${path}: there is no such folder on the machine that runs Capscope` });
    filesOf(path, false);
    const { jobs } = this.#with;
    const twice = jobs
      .list()
      .find((job) => job.kind === 'folder' && job.dataset === dataset && job.name === path && job.ended === undefined);
    if (twice !== undefined) throw new AppError('USAGE', { message: `${path}: this dataset watches it already` });
    return jobs.add(this.#kind, {
      dataset,
      name: path,
      plan: { path, subfolders, onlyNew, begun: false, totals: { bytesRead: 0, packets: 0, flows: 0 } },
    });
  }

  /** Ends it behind what is being imported; false when the job is no watch that runs. */
  finish(job: string): boolean {
    const finishing = this.#finishing.get(job);
    if (finishing === undefined) return false;
    finishing.abort();
    // A paused one ends, too: what it has begun to import it imports.
    this.#with.jobs.resume(job);
    return true;
  }

  #ledgerPath(dataset: string, job: string): string {
    return join(this.#with.folderOf(dataset), `folder-${job}.jsonl`);
  }

  async #run(run: JobRun<FolderPlan>): Promise<void> {
    const finishing = new AbortController();
    this.#finishing.set(run.id, finishing);
    try {
      await new Watch(run, new Ledger(this.#ledgerPath(run.dataset, run.id)), finishing.signal, this.#with).look();
    } finally {
      this.#finishing.delete(run.id);
    }
    Ledger.remove(this.#ledgerPath(run.dataset, run.id));
  }
}

class Watch {
  readonly #run: JobRun<FolderPlan>;
  readonly #ledger: Ledger;
  readonly #finishing: AbortSignal;
  readonly #with: Surroundings;
  #plan: FolderPlan;
  #before: ReadonlyMap<string, SeenFile> = new Map();
  #isLost = false;
  /** files that could not be read; until: as performance.now() */
  readonly #later = new Map<string, { readonly faults: number; readonly until: number }>();
  /** why nothing can be imported now */
  #held = '';

  constructor(run: JobRun<FolderPlan>, ledger: Ledger, finishing: AbortSignal, surroundings: Surroundings) {
    this.#run = run;
    this.#ledger = ledger;
    this.#finishing = finishing;
    this.#with = surroundings;
    this.#plan = run.plan;
    run.begin(run.plan.totals);
    ledger.begin();
  }

  /** Until it is to end. */
  async look(): Promise<void> {
    const { signal } = this.#run;
    const either = AbortSignal.any([signal, this.#finishing]);
    if (!this.#plan.begun) {
      if (this.#plan.onlyNew) this.#ledger.add(this.#files() ?? []);
      this.#keep({ begun: true });
    }
    while (!this.#finishing.aborted) {
      const began = performance.now();
      const whole = this.#wholeOnes();
      const tookMs = performance.now() - began;
      for (let from = 0; from < whole.length && !this.#finishing.aborted; from += MAX_AT_ONCE)
        if (!(await this.#import(whole.slice(from, from + MAX_AT_ONCE)))) break;
      await sleep(Math.max(this.#with.lookMs ?? LOOK_MS, tookMs * LOOK_SHARE), undefined, { signal: either }).catch(
        () => undefined,
      );
      signal.throwIfAborted();
      await this.#run.going();
    }
  }

  #files(): readonly SeenFile[] | undefined {
    const { path, subfolders } = this.#plan;
    try {
      const files = filesOf(path, subfolders);
      if (this.#isLost) this.#run.say(`${path} is there again`);
      this.#isLost = false;
      return files;
    } catch (error) {
      if (!this.#isLost) this.#run.say(`${(error as Error).message}; it is looked for on and on`);
      this.#isLost = true;
      return undefined;
    }
  }

  #wholeOnes(): readonly SeenFile[] {
    const files = this.#files();
    if (files === undefined) return [];
    const fresh = files.filter((file) => this.#ledger.stateOf(file) !== 'done');
    const whole = wholeFiles(files, this.#before, this.#with.now()).filter((file) => fresh.includes(file));
    // Only what is waited for need be remembered.
    this.#before = new Map(fresh.map((file) => [file.path, file]));
    for (const path of [...this.#later.keys()]) if (!this.#before.has(path)) this.#later.delete(path);
    const open = openForWriting(new Set(whole.map(({ path }) => path)));
    const now = performance.now();
    return whole.filter(({ path }) => !open.has(path) && now >= (this.#later.get(path)?.until ?? 0));
  }

  /** False when the fault is none of the files': they wait for the next look. */
  async #import(files: readonly SeenFile[]): Promise<boolean> {
    const captures: SeenFile[] = [];
    const others: SeenFile[] = [];
    for (const file of files) {
      if (!isCaptureFile(file.path)) others.push(file);
      else if (this.#ledger.stateOf(file) === 'changed' && file.bytes > this.#ledger.bytesOf(file.path)) {
        this.#warn(file, 'grew after it was imported: packets that came later are not in the dataset');
        others.push(file);
      } else captures.push(file);
    }
    if (others.length > 0) this.#ledger.add(others);
    if (captures.length === 0) return true;
    try {
      await this.#importTogether(captures);
      return true;
    } catch (error) {
      if (captures.length === 1 || !this.#isOfFiles(error)) return this.#failed(captures[0]!, error);
      // One of them is at fault: the others shall not wait for it.
      for (const file of captures) {
        if (this.#finishing.aborted) return true;
        try {
          await this.#importTogether([file]);
        } catch (cause) {
          if (!this.#failed(file, cause)) return false;
        }
      }
      return true;
    }
  }

  #isOfFiles(error: unknown): boolean {
    return error instanceof AppError && !this.#run.signal.aborted && weigh(error) !== 'elsewhere';
  }

  /** Throws what ends the watch; false when the fault is none of the file's. */
  #failed(file: SeenFile, error: unknown): boolean {
    if (!(error instanceof AppError) || this.#run.signal.aborted || error.code === 'DISK_FULL') throw error;
    const weight = weigh(error);
    if (weight === 'content') this.#refuse(file, error);
    else if (weight === 'elsewhere') {
      if (this.#held !== error.message) this.#run.say(`${error.message}; captures wait until that is mended`);
      this.#held = error.message;
      return false;
    } else {
      const faults = (this.#later.get(file.path)?.faults ?? 0) + 1;
      const pause = Math.min(LONGEST_PAUSE_MS, (this.#with.lookMs ?? LOOK_MS) * 2 ** (Math.min(faults, 30) - 1));
      this.#later.set(file.path, { faults, until: performance.now() + pause });
      if (faults === 1) this.#run.say(`${this.#shown(file)}: ${error.data.reason}; it is tried again`);
    }
    return true;
  }

  async #importTogether(files: readonly SeenFile[]): Promise<void> {
    await this.#run.import(
      files.map((file): Capture => ({ name: basename(file.path), source: { kind: 'file', path: file.path } })),
    );
    this.#ledger.add(files);
    this.#held = '';
    const { bytesRead, packets, flows } = this.#with.jobs.get(this.#run.id);
    this.#keep({ totals: { bytesRead, packets, flows } });
    const [first] = files;
    const more = files.length === 1 ? '' : ` and ${files.length - 1} more`;
    this.#run.say(`imported ${this.#shown(first!)}${more}`);
  }

  #refuse(file: SeenFile, error: AppError): void {
    this.#ledger.add([file]);
    const reason = error.message.replace(`${file.path}: `, '').replace(`${basename(file.path)}: `, '');
    if (error.code === 'CAPTURE_KNOWN') this.#run.say(`${this.#shown(file)}: ${reason}`);
    else this.#warn(file, `not imported: ${reason}`);
  }

  #warn(file: SeenFile, what: string): void {
    const text = `${this.#shown(file)}: ${what}`;
    this.#run.say(text);
    this.#run.warn(text);
  }

  #shown(file: SeenFile): string {
    return relative(this.#plan.path, file.path);
  }

  #keep(part: Partial<FolderPlan>): void {
    this.#plan = { ...this.#plan, ...part };
    this.#run.keep(this.#plan);
  }
}

/**
 * content: the same bytes would be refused again · passing: the system could not read the file just now · elsewhere: what is wrong is not
 * the file, as a list of services that is not understood.
 */
export function weigh({ code, data }: AppError): 'content' | 'passing' | 'elsewhere' {
  if (!code.startsWith('CAPTURE_')) return 'elsewhere';
  if (code !== 'CAPTURE_UNREADABLE') return 'content';
  if (basename(String(data.path)) === SERVICES_FILE) return 'elsewhere';
  return data.system === undefined ? 'content' : 'passing';
}

/** AppError USAGE when the folder can't be read. */
function filesOf(path: string, subfolders: boolean): readonly SeenFile[] {
  try {
    return filesIn(path, subfolders);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? 'the folder is not there'
        : code === 'EACCES' || code === 'EPERM'
          ? 'Capscope may not read the folder'
          : `the folder cannot be read (${code})`;
    throw new AppError('USAGE', { message: `${path}: ${reason}` });
  }
}
