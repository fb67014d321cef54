/**
 * What an import asks of the decode workers. The caller owns the import: it calls begin() before, and finish() or
 * rollback() after. importCaptures (import.ts) starts the workers, connects each with the store, and waits until all
 * have said 'done'. The workers write the files' records.
 */

import type { DecodeSettings } from '#flow/settings.ts';
import type { Service } from '#registry/services/services.ts';
import type { Source } from '#sources/source.ts';
import type { StoredFile, Stream } from '#store/protocol.ts';
import type { DatasetStore } from '#store/store.ts';

export interface Capture {
  /** as the user knows it: the file's name without folder */
  readonly name: string;
  readonly source: Source;
  /** a flow log that was written on: the dataset's file that it was; what is new in it is read */
  readonly continues?: number;
}

export interface ImportProgress {
  readonly bytesRead: number;
  /** undefined while a file still grows and its size is not told */
  readonly bytesTotal?: number;
  readonly packets: number;
  readonly flows: number;
}

/** The stream that new captures join. */
export interface Joined {
  /** files of the dataset */
  readonly files: readonly StoredFile[];
  /** what is kept of its end */
  readonly stream: Stream | undefined;
  /** folder for what is kept of the stream's end */
  readonly folder: string;
}

/** Stop is the import's own. */
export const Control = { Go: 0, Stop: 1, Rest: 2 } as const;

const REST_MS = 250;

/** For workers: rests here while the import does; true when it was given up. */
export function isStopped(control: Int32Array): boolean {
  let word = Atomics.load(control, 0);
  while (word === Control.Rest) {
    Atomics.wait(control, 0, Control.Rest, REST_MS);
    word = Atomics.load(control, 0);
  }
  return word !== Control.Go;
}

export interface ImportRequest {
  readonly store: DatasetStore;
  /** from store.begin() */
  readonly importing: number;
  /** one stream in time: a flow may span them */
  readonly captures: readonly Capture[];
  /** for what compressed captures and archives hold; by default one that is gone when the process ends */
  readonly unpackFolder?: () => string;
  /** the dataset they come to; undefined for one of its own */
  readonly joins?: Joined;
  /** no new captures: all of the files that it joins are read anew, and their flows take the place of all that packets told */
  readonly rereads?: boolean;
  /** no new captures: files whose flows are not joined yet are read again, with all that their flows meet */
  readonly rejoins?: boolean;
  /** known files of more bytes than this, and than the new ones, are not read again at once (StoredFile.isApart) */
  readonly mostAgain?: number;
  /** how packets become flows; the same for all imports of a dataset */
  readonly settings?: DecodeSettings;
  /** services beside the built-in ones */
  readonly services?: readonly Service[];
  /** also what the dataset has already */
  readonly again?: boolean;
  /** somebody looks at the dataset meanwhile: flows still open are shown, too, at a small cost */
  readonly watched?: boolean;
  /** called a few times a second at most, and once at the end */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** aborted: the workers stop and the promise rejects with the signal's reason */
  readonly signal?: AbortSignal;
  /** shared; [0] is a word of Control. Atomics.notify when workers that rest may go on */
  readonly control?: Int32Array;
}

/** The files' records. Rejects with AppError when a capture can't be read. */
export type ImportCaptures = (request: ImportRequest) => Promise<readonly StoredFile[]>;
