/** A job while the process runs, and what jobs need of the program. */
import { randomBytes } from 'node:crypto';
import type { StoredFile } from '#store/protocol.ts';
import type { Changes } from '../changes.ts';
import type { Capture, ImportProgress } from '../import/contract.ts';
import type { Job, JobFile } from '../model.ts';
import type { ImportSurroundings } from './import-turn.ts';
import type { KeptJobs } from './kept.ts';
import type { JobKind } from './kind.ts';
import type { Turn } from './turns.ts';

export interface JobSurroundings extends ImportSurroundings {
  readonly changes: Changes;
  readonly now: () => number;
  /** jobs on disk; undefined: none is kept */
  readonly kept?: KeptJobs | undefined;
  /** this process keeps its jobs and takes up those of an earlier one: a server does */
  readonly goesOn?: boolean;
  /** imports side by side */
  readonly limit?: (() => number) | undefined;
  /** during an import, now and then */
  readonly onGrowing: (dataset: string) => void;
  /** an import has ended well: these files are new */
  readonly onFiles: (dataset: string, files: readonly StoredFile[]) => void;
  /** an import has ended, in whatever way */
  readonly onEnded: (dataset: string) => Promise<void>;
}

/** Reasons of ours for which a run ends. */
export class Stopped extends Error {
  readonly why: 'cancel' | 'way' | 'close';
  constructor(why: Stopped['why']) {
    super('the job was stopped');
    this.why = why;
  }
}

export interface Entry {
  job: Job;
  plan: object;
  secret: unknown;
  /** undefined: a kind that this version does not know */
  readonly kind: JobKind | undefined;
  readonly kept: boolean;
  files: readonly JobFile[];
  controller: AbortController;
  /** of the import that has its turn */
  control: Int32Array | undefined;
  turn: Turn | undefined;
  /** imports that wait, run, or have ended and are followed up */
  importing: number;
  /** of the import that waits for its turn: aborts when it is to give that up */
  inQueue: AbortController | undefined;
  /** after a restart, and not asked for by the user */
  isTakenUp: boolean;
  /** paused: what waits to go on */
  going: PromiseWithResolvers<void> | undefined;
  base: ImportProgress;
  captures: readonly Capture[];
  /** what follows imports: cards, hashes */
  after: Promise<unknown>;
  running: Promise<void> | undefined;
  settled: PromiseWithResolvers<void>;
  toldAt: number;
}

export const NOTHING: ImportProgress = { bytesRead: 0, packets: 0, flows: 0 };

export const sum = (a: ImportProgress, b: ImportProgress): ImportProgress => ({
  ...b,
  bytesRead: a.bytesRead + b.bytesRead,
  packets: a.packets + b.packets,
  flows: a.flows + b.flows,
});

/** 40 random bits in the alphabet of RFC 4648 base32, lower case. */
export function newId(): string {
  return Array.from(randomBytes(8), (byte) => 'abcdefghijklmnopqrstuvwxyz234567'[byte & 31]).join('');
}

export function isOver(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}

/** Its imports are still to come or under way; a watch has none until it finds something. */
export function isUnderWay(job: Job): boolean {
  return job.standing !== true && (job.state === 'waiting' || job.state === 'running');
}
