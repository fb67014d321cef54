/** What a kind of job is, and what its run() is given: the contract stands at the head of app/jobs/jobs.ts. */
import type { z } from 'zod';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Capture, ImportProgress } from '../import/contract.ts';
import type { Job, JobFile, JobNeeds, LiveFacts } from '../model.ts';
import type { Imported } from './import-turn.ts';

export interface JobKind<P extends object = object> {
  readonly name: string;
  /** no end of its own */
  readonly standing?: boolean;
  /** checks a plan that was on disk */
  readonly plan: z.ZodType<P>;
  run(run: JobRun<P>): Promise<void>;
  /** what resume() was given, as the job's secret; AppError when it is not what the job needs. Without it nothing is taken. */
  accept?(plan: P, given: unknown): unknown;
  /** states of the files of a job of several, before run() tells them */
  files?(plan: P): readonly JobFile[];
  /** files in the data directory that are the job's own until its import has ended */
  paths?(plan: P): readonly string[];
  /** deletes what was stored for it; it will not run again */
  discard?(plan: P, job: Pick<Job, 'id' | 'dataset'>): Promise<void> | void;
}

/** What a job's run() is given. */
export interface JobRun<P extends object> {
  readonly id: string;
  readonly dataset: string;
  readonly plan: P;
  /** undefined where it was never given, or in another process */
  readonly secret: unknown;
  /** the server was started again, and nobody asked for this run since */
  readonly isTakenUp: boolean;
  /** aborts when the job is cancelled, gives way, or the server ends: stop, store nothing more, reject */
  readonly signal: AbortSignal;
  /** puts the plan on disk in place of the one before */
  keep(plan: P): void;
  rename(name: string): void;
  /** a plain sentence for the job's list of what happened; nothing secret */
  say(text: string): void;
  /** a plain sentence that stays with the job's result; nothing secret */
  warn(text: string): void;
  /** who sends, of a live source; undefined when it has ended */
  tellLive(facts: LiveFacts | undefined): void;
  /** another import waits for the dataset */
  isWanted(): boolean;
  /** bytes in all, and bytes that have come */
  expect(bytes: { readonly total?: number | undefined; readonly received?: number | undefined }): void;
  /** what was imported before this run: the job's numbers go on from there */
  begin(progress: ImportProgress): void;
  /** the job waits for the user (its client went): paused, and others go first, until resume(); run() goes on */
  stall(needs: JobNeeds, text: string): void;
  /** resolves at once, or when the pause ends; rejects with the signal's reason */
  going(): Promise<void>;
  /** states of the files of a job of several */
  tellFiles(files: readonly JobFile[]): void;
  /** AppError, or the signal's reason; all is then taken back */
  import(captures: readonly Capture[], options?: ImportOptions): Promise<Imported>;
}

export interface ImportOptions {
  /** captures that the dataset has already, too */
  readonly again?: boolean;
  /** a stream without end: not counted among the imports side by side */
  readonly isLive?: boolean;
  readonly bytesTotal?: number | undefined;
  /** instead of new captures all of the dataset's, read anew with these settings */
  readonly rereads?: DecodeSettings | undefined;
  /** instead of new captures those whose flows are not joined yet with the others */
  readonly rejoins?: boolean;
  /** takes back this import alone */
  readonly signal?: AbortSignal;
}

export interface NewJob<P extends object> {
  readonly dataset: string;
  readonly name: string;
  readonly plan: P;
  readonly secret?: unknown;
  readonly bytesTotal?: number | undefined;
}

export interface JobRequest {
  readonly dataset: string;
  readonly name: string;
  /** several captures of one job form one stream */
  readonly captures: readonly Capture[];
  /** bytes in all where the caller knows them better than the files do (uploads) */
  readonly bytesTotal?: number;
  /** captures that the dataset has already are imported once more */
  readonly again?: boolean;
  readonly isLive?: boolean;
  /** called when the job failed or was cancelled, to delete what was stored for it */
  readonly discard?: () => void;
}

/** Why an upload's job ends when its bytes stop coming. */
export class BrokenOff extends Error {}

/** The job can't go on without the user: `message` says what to do. */
export class Needs extends Error {
  readonly needs: JobNeeds;
  constructor(needs: JobNeeds, message: string) {
    super(message);
    this.needs = needs;
  }
}
