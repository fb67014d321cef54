/** What passes between the import (import.ts) and its decode workers (decode-worker.ts). */
import type { ErrorCode } from '#base/errors.ts';
import type { Timeouts } from '#flow/timeouts.ts';
import type { Source } from '#sources/source.ts';
import type { StoreLink } from '#store/protocol.ts';
import type { Findings } from '#wire/check.ts';

export interface DecodeFile {
  readonly name: string;
  readonly source: Source;
  /** numbers reserved in the store */
  readonly file: number;
  readonly firstChunk: number;
}

/** The order a worker waits for: its first and only message. */
export interface DecodeOrder {
  /** one stream; the worker puts them in the order of their first packets */
  readonly files: readonly DecodeFile[];
  readonly shard: number;
  readonly shards: number;
  readonly seed: number;
  readonly link: StoreLink;
  /** show flows that are still open, for those who watch the import */
  readonly watched: boolean;
  /** [0] ≠ 0: give up */
  readonly cancel: Int32Array;
  readonly timeouts: Timeouts;
  readonly maxFlows: number;
}

/** One worker's part of what is known of a file; counts add up over the shards. */
export interface FilePart {
  readonly index: number;
  readonly packets: number;
  readonly bytes: number;
  readonly accounts: {
    readonly decoded: number;
    readonly truncated: number;
    readonly malformed: number;
    readonly unsupported: number;
  };
  /** the same in each part */
  readonly size: number;
  readonly format: string;
  readonly linkTypes: readonly number[];
  readonly snapLen: number;
  readonly notes: readonly string[];
  /** ms since 1970 UTC */
  readonly first?: number;
  readonly last?: number;
  readonly backwards: number;
  /** of this shard */
  readonly findings: Findings;
  readonly fault?: { readonly offset: number; readonly reason: string };
  /** framer states by chunk: from this chunk of the file on, until the next entry */
  readonly framer: string;
}

export type DecodeReport =
  | {
      readonly kind: 'progress';
      readonly bytesRead: number;
      readonly bytesTotal: number | undefined;
      readonly packets: number;
      readonly flows: number;
    }
  | { readonly kind: 'file'; readonly part: FilePart }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly data: Readonly<Record<string, string | number>> }
  | { readonly kind: 'failed'; readonly message: string };
