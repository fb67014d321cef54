/** Datasets, their files and jobs as the API and the page see them. Times are ms since 1970 UTC. */
import type { Accounts } from '#wire/check.ts';

export interface Dataset {
  /** short random identifier, part of URLs and of the folder name */
  readonly id: string;
  readonly name: string;
  readonly created: number;
  /** grows whenever the data changed: part of every cache key */
  readonly version: number;
  readonly packets: number;
  readonly bytes: number;
  readonly flows: number;
  readonly first?: number;
  readonly last?: number;
  readonly fileCount: number;
  /** import under way */
  readonly importing: boolean;
  /** for the card: bytes a bin over the span (about 60 bins), and the largest apps */
  readonly sparkline: readonly number[];
  readonly topApps: readonly { readonly app: string; readonly bytes: number }[];
}

export interface CaptureFile {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  /** hex; undefined until it has been computed */
  readonly sha256?: string;
  readonly format: string;
  readonly linkTypes: readonly string[];
  readonly snapLen: number;
  readonly packets: number;
  readonly bytes: number;
  readonly first?: number;
  readonly last?: number;
  readonly accounts: Accounts;
  /** plain sentences: cut off at byte N, clock ran backwards, … */
  readonly warnings: readonly string[];
}

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** One import under way or ended. */
export interface Job {
  readonly id: string;
  readonly dataset: string;
  readonly name: string;
  readonly state: JobState;
  /** bytes of the capture read so far, and in all where known */
  readonly bytesRead: number;
  readonly bytesTotal?: number;
  readonly packets: number;
  readonly flows: number;
  readonly bytesPerSecond: number;
  readonly secondsLeft?: number;
  readonly started: number;
  readonly ended?: number;
  /** one line in the user's words, when failed */
  readonly error?: string;
  readonly warnings: readonly string[];
}
