/**
 * A live source: a thread takes packets in and writes segments (sources/intake), each segment is imported while it grows, as the
 * continuation of the dataset's stream. A segment that is in the dataset stays there whatever happens; one that was being written
 * when the process died is imported by the next.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '#base/errors.ts';
import { programFile } from '#base/program.ts';
import type { Inlet, IntakeCommand, IntakeOrder, IntakeReport } from '#sources/intake/protocol.ts';
import type { Segment } from '#sources/intake/segments.ts';
import type { StoredFile } from '#store/protocol.ts';
import { version } from '../about.ts';
import type { Capture, ImportProgress } from '../import/contract.ts';
import { inTheUsersWords } from '../jobs/import-turn.ts';
import type { JobRun } from '../jobs/jobs.ts';
import { importedFrom, isOfCapture } from '../jobs/kinds.ts';
import type { LiveFacts } from '../model.ts';
import type { Room } from '../room.ts';
import type { LivePlan } from './plan.ts';
import { prune, segmentsIn } from './ring.ts';

/** Packets that wait on the disk to be decoded; with more, senders are held back. */
const MAX_LAG_BYTES = 1024 ** 3;
const [MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES] = [16 * 1024 ** 2, 1024 ** 3];
const [MIN_SEGMENT_MS, MAX_SEGMENT_MS] = [10_000, 15 * 60_000];
/** parts of a ring: so much of it goes at once */
const SEGMENTS_A_RING = 8;
/** How often it is looked at what is decoded, and whether another import waits for the dataset. */
const LOOK_MS = 50;
/** A segment that another import waits for ends, but is at least so old. */
const MIN_TURN_MS = 2000;
const STOP_MS = 5000;

export interface LiveSurroundings {
  /** of a dataset */
  readonly folderOf: (dataset: string) => string;
  /** what a job has imported, also by runs before */
  readonly totals: (job: string) => ImportProgress;
  readonly now: () => number;
  /** files of a dataset */
  readonly files: (dataset: string) => Promise<readonly StoredFile[]>;
  readonly room: Room;
  /** the end of the dataset's stream was kept: the next segment goes on from it */
  readonly goesOn: (dataset: string) => Promise<boolean>;
  /** how the stream of a job is ended with what has come */
  readonly streams: Map<string, () => void>;
}

export interface LiveStart {
  readonly inlet: Inlet;
  /** what is told of it besides: address and fingerprint are known once it listens */
  readonly facts?: (port: number | undefined) => Pick<LiveFacts, 'address' | 'fingerprint'>;
  /** what is remembered for the next start, and what it is called then */
  readonly settled?: (port: number) => { readonly name: string; readonly plan: object };
}

/** Given as a job's secret: the wish of who waits for the start. */
export interface Waiter {
  readonly ready: () => void;
  readonly failed: (error: Error) => void;
}

const PARTED =
  'more flows were open at once than are kept between two files of packets (200 000): those that continued are shown in two parts';

export const liveFolder = (datasetFolder: string, job: string): string => join(datasetFolder, 'live', job);

/** `start`: what it takes in, asked after what an earlier process left is imported; undefined = it does not begin again. */
export async function runLive<P extends LivePlan>(
  run: JobRun<P>,
  name: string,
  start: () => LiveStart | undefined,
  surroundings: LiveSurroundings,
): Promise<void> {
  const waiter = run.secret as Waiter | undefined;
  try {
    const folder = liveFolder(surroundings.folderOf(run.dataset), run.id);
    mkdirSync(folder, { recursive: true });
    const keeper = new Keeper(run, name, folder, surroundings);
    await keeper.importLeft();
    const started = start();
    if (started === undefined) return;
    surroundings.room.check(run.dataset, name, 0);
    keeper.keep({ begun: true });
    await new LiveRun(run, keeper, started, surroundings, waiter).toTheEnd();
  } catch (error) {
    waiter?.failed(error as Error);
    throw error;
  }
}

/** Imports segments one after the other and keeps account of them. */
class Keeper<P extends LivePlan> {
  readonly #run: JobRun<P>;
  #name: string;
  readonly folder: string;
  readonly #now: () => number;
  readonly #totals: LiveSurroundings['totals'];
  readonly #goesOn: LiveSurroundings['goesOn'];
  readonly #files: LiveSurroundings['files'];
  #plan: P;

  constructor(run: JobRun<P>, name: string, folder: string, { now, totals, goesOn, files }: LiveSurroundings) {
    this.#run = run;
    this.#name = name;
    this.folder = folder;
    this.#now = now;
    this.#totals = totals;
    this.#goesOn = goesOn;
    this.#files = files;
    this.#plan = run.plan;
    run.begin(run.plan.totals);
  }

  get name(): string {
    return this.#name;
  }

  get plan(): P {
    return this.#plan;
  }

  keep(part: Partial<LivePlan>): void {
    this.#plan = { ...this.#plan, ...part };
    this.#run.keep(this.#plan);
  }

  settle(name: string, part: object): void {
    this.#name = name;
    this.keep(part);
  }

  /** What a run before wrote and did not import. */
  async importLeft(): Promise<void> {
    const left = segmentsIn(this.folder).filter(({ number }) => number > this.#plan.imported);
    if (left.length === 0) return;
    const stored = await this.#files(this.#run.dataset);
    for (const { number, path, bytes, endedAt } of left) {
      const known = importedFrom(path, stored);
      if (known !== undefined) {
        // The process died when the dataset had it and the plan did not tell yet.
        const { bytesRead, packets, flows } = this.#plan.totals;
        const totals = { bytesRead: bytesRead + known.size, packets: packets + known.packets, flows };
        this.keep({ imported: number, totals });
        this.#run.begin(totals);
      } else if (bytes === 0) {
        // Begun, and nothing of it was on the disk yet.
        rmSync(path, { force: true });
        this.keep({ imported: number });
      } else await this.import(number, { name: this.#nameAt(endedAt), source: { kind: 'file', path } });
    }
  }

  importGrowing({ number, path, state }: Segment): Promise<boolean> {
    return this.import(number, { name: this.#nameAt(this.#now()), source: { kind: 'growing', path, state } });
  }

  /** False: it can't be read. A line says why, and the next is imported all the same. */
  async import(number: number, capture: Capture): Promise<boolean> {
    try {
      await this.#run.import([capture], { again: true, isLive: true });
    } catch (error) {
      if (this.#run.signal.aborted || !isOfCapture(error)) throw error;
      this.#run.warn(inTheUsersWords(error as AppError, [capture]));
      this.keep({ imported: number });
      return false;
    }
    const { bytesRead, packets, flows } = this.#totals(this.#run.id);
    this.keep({ imported: number, totals: { bytesRead, packets, flows } });
    prune(this.folder, number, this.#plan, this.#now());
    if (!(await this.#goesOn(this.#run.dataset))) this.#run.warn(PARTED);
    return true;
  }

  #nameAt(time: number): string {
    return `${this.#name} ${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}.pcapng`;
  }
}

class LiveRun<P extends LivePlan> {
  readonly #run: JobRun<P>;
  readonly #keeper: Keeper<P>;
  readonly #start: LiveStart;
  readonly #with: LiveSurroundings;
  readonly #waiter: Waiter | undefined;
  readonly #worker: Worker;
  readonly #decoded = new BigInt64Array(new SharedArrayBuffer(8));
  readonly #segments: Segment[] = [];
  /** bytes of segments that are imported and were written by this run */
  #bytesDone = 0;
  readonly #bytesOf = new Map<number, number>();
  #imported = 0;
  #lastNote: string | undefined;
  #begunAt = 0;
  #readBefore = 0;
  #facts: LiveFacts = { senders: [], gone: 0, heldBack: false };
  #ended: { readonly error?: string } | undefined;
  /** there is no room for more */
  #fault: AppError | undefined;
  readonly #lookForRoom: (bytes: number) => void;
  #changed = Promise.withResolvers<void>();

  constructor(
    run: JobRun<P>,
    keeper: Keeper<P>,
    start: LiveStart,
    surroundings: LiveSurroundings,
    waiter: Waiter | undefined,
  ) {
    this.#run = run;
    this.#keeper = keeper;
    this.#start = start;
    this.#with = surroundings;
    this.#waiter = waiter;
    this.#lookForRoom = surroundings.room.watch(run.dataset, keeper.name);
    const { keepBytes, keepMs } = keeper.plan;
    const order: IntakeOrder = {
      inlet: start.inlet,
      folder: keeper.folder,
      firstNumber: 1 + Math.max(keeper.plan.imported, ...segmentsIn(keeper.folder).map(({ number }) => number)),
      application: `Capscope ${version()}`,
      decoded: this.#decoded.buffer as SharedArrayBuffer,
      maxLagBytes: MAX_LAG_BYTES,
      segmentBytes: part(keepBytes, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES),
      segmentMs: part(keepMs, MIN_SEGMENT_MS, MAX_SEGMENT_MS),
    };
    this.#worker = new Worker(programFile('sources/intake/intake-worker'));
    this.#worker.on('message', (message: IntakeReport) => this.#heard(message));
    this.#worker.on('error', (error) => this.#end(`the thread that takes packets in has failed: ${error.message}`));
    this.#worker.once('exit', () => this.#end());
    this.#worker.postMessage(order);
  }

  async toTheEnd(): Promise<void> {
    const run = this.#run;
    const looking = setInterval(() => this.#look(), LOOK_MS);
    const stop = (): void => this.#command({ kind: 'stop' });
    const wake = (): void => this.#changed.resolve();
    run.signal.addEventListener('abort', wake, { once: true });
    this.#with.streams.set(run.id, stop);
    try {
      for (;;) {
        run.signal.throwIfAborted();
        const segment = this.#segments.shift();
        if (segment !== undefined) await this.#import(segment);
        else if (this.#ended !== undefined) break;
        else {
          await this.#changed.promise;
          this.#changed = Promise.withResolvers<void>();
        }
      }
      run.tellLive(undefined);
      if (this.#fault !== undefined) throw this.#fault;
      const isEmpty = this.#start.inlet.kind === 'connect' && this.#imported === 0;
      const error = this.#ended.error ?? (isEmpty ? (this.#lastNote ?? 'a capture without packets came') : undefined);
      if (error !== undefined) throw new AppError('USAGE', { message: error });
    } finally {
      clearInterval(looking);
      run.signal.removeEventListener('abort', wake);
      this.#with.streams.delete(run.id);
      await this.#stopped();
    }
  }

  async #import(segment: Segment): Promise<void> {
    this.#begunAt = this.#with.now();
    this.#readBefore = this.#with.totals(this.#run.id).bytesRead;
    if (await this.#keeper.importGrowing(segment)) this.#imported++;
    this.#bytesDone += this.#bytesOf.get(segment.number) ?? 0;
    this.#bytesOf.delete(segment.number);
    this.#begunAt = 0;
    this.#tellDecoded(this.#bytesDone);
  }

  /** How far decoding is, and whether another import waits for the dataset. */
  #look(): void {
    if (this.#begunAt === 0) return;
    this.#tellDecoded(this.#bytesDone + Math.max(0, this.#with.totals(this.#run.id).bytesRead - this.#readBefore));
    if (this.#run.isWanted() && this.#with.now() - this.#begunAt >= MIN_TURN_MS && this.#segments.length === 0) {
      this.#begunAt = this.#with.now();
      this.#command({ kind: 'split' });
    }
  }

  #tellDecoded(bytes: number): void {
    Atomics.store(this.#decoded, 0, BigInt(Math.trunc(bytes)));
  }

  #command(command: IntakeCommand): void {
    this.#worker.postMessage(command);
  }

  #heard(message: IntakeReport): void {
    switch (message.kind) {
      case 'ready':
        this.#facts = { ...this.#facts, ...this.#start.facts?.(message.port) };
        this.#settle(message.port);
        this.#run.tellLive(this.#facts);
        this.#waiter?.ready();
        return;
      case 'segment':
        this.#segments.push(message.segment);
        this.#changed.resolve();
        return;
      case 'segment-ended':
        this.#bytesOf.set(message.segment.number, message.bytes);
        return;
      case 'told': {
        const { senders, gone, heldBack, bytes } = message;
        this.#facts = { ...this.#facts, senders, gone, heldBack };
        this.#run.tellLive(this.#facts);
        this.#run.expect({ received: bytes });
        this.#checkRoom(bytes);
        return;
      }
      case 'note':
        this.#lastNote = message.text;
        this.#run.say(message.text);
        if (message.isLasting) this.#run.warn(message.text);
        return;
      case 'ended':
        this.#end(message.error);
    }
  }

  #checkRoom(bytes: number): void {
    if (this.#fault !== undefined) return;
    try {
      this.#lookForRoom(bytes);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#fault = error;
      this.#command({ kind: 'stop' });
    }
  }

  #settle(port: number | undefined): void {
    const settled = port === undefined ? undefined : this.#start.settled?.(port);
    if (settled === undefined) return;
    this.#run.rename(settled.name);
    this.#keeper.settle(settled.name, settled.plan);
  }

  #end(error?: string): void {
    this.#ended ??= error === undefined ? {} : { error };
    this.#changed.resolve();
  }

  /** Ends the thread if it has not ended; what it has taken in is on the disk then. */
  async #stopped(): Promise<void> {
    if (this.#ended === undefined) {
      this.#command({ kind: 'stop' });
      const patience = setTimeout(() => this.#end(), STOP_MS);
      while (this.#ended === undefined) {
        await this.#changed.promise;
        this.#changed = Promise.withResolvers<void>();
      }
      clearTimeout(patience);
    }
    await this.#worker.terminate();
  }
}

function part(whole: number | undefined, least: number, most: number): number {
  return whole === undefined ? most : Math.min(most, Math.max(least, Math.floor(whole / SEGMENTS_A_RING)));
}
