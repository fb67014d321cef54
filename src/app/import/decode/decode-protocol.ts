/** What passes between the import (import.ts) and its decode workers (decode-worker.ts). */
import type { ErrorCode } from '#base/errors.ts';
import type { AbsurdLengths, CaptureDrops } from '#capture/packets.ts';
import type { Timeouts } from '#flow/open/timeouts.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import type { Service } from '#registry/services/services.ts';
import type { Source } from '#sources/source.ts';
import type { CaptureAbout, StoreLink } from '#store/protocol.ts';
import type { Findings } from '#wire/check.ts';
import type { FeedLink } from '../feed/feed-reader.ts';

export interface DecodeFile {
  readonly name: string;
  readonly source: Source;
  /** numbers reserved in the store */
  readonly file: number;
  readonly firstChunk: number;
  /** read by the feed, where the order has one */
  readonly fed: boolean;
  /** its flows are in the dataset already: decoded again only where flows of new files meet them; ms since 1970 UTC */
  readonly known?: {
    readonly first: number;
    readonly last: number;
    readonly isThere: boolean;
    /** decoded again with all that its flows meet: StreamEnd.isApart was said of it */
    readonly isWanted?: boolean;
  };
}

/** Where a stream that later imports go on with is kept. */
export interface Kept {
  readonly path: string;
}

/** The order a worker waits for: its first and only message. */
export interface DecodeOrder {
  /** one stream with all files of the dataset; the worker puts them in the order of their first packets */
  readonly files: readonly DecodeFile[];
  readonly shard: number;
  readonly shards: number;
  readonly seed: number;
  readonly link: StoreLink;
  /** reads the large files */
  readonly feed?: FeedLink;
  /** show flows that are still open, for those who watch the import */
  readonly watched: boolean;
  /** [0]: a word of Control */
  readonly cancel: Int32Array;
  readonly timeouts: Timeouts;
  readonly maxFlows: number;
  /** undefined: the defaults */
  readonly settings?: DecodeSettings;
  /** services beside the built-in ones */
  readonly services?: readonly Service[];
  /** state at the end of the stream, to go on from when no new file begins before `latestFirst` (ms since 1970 UTC) */
  readonly resume?: Kept & { readonly latestFirst: number };
  /** all files are known and read anew */
  readonly rereads?: boolean;
  /** when more bytes of known files than this would be decoded again, new ones are put beside them, to be joined later */
  readonly mostAgain?: number;
  /** where to keep the state at the end, when this import reaches it */
  readonly keep?: Kept;
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
  readonly about: CaptureAbout;
  /** ms since 1970 UTC */
  readonly first?: number;
  readonly last?: number;
  readonly backwards: number;
  /** longest time without a packet, and when it began, ms since 1970 UTC */
  readonly silence?: { readonly from: number; readonly ms: number };
  /** packets that the capture says were lost */
  readonly drops?: CaptureDrops;
  /** the same in each part */
  readonly absurd?: AbsurdLengths;
  /** of this shard */
  readonly findings: Findings;
  readonly fault?: { readonly offset: number; readonly reason: string };
  /** framer states by chunk: from this chunk of the file on, until the next entry */
  readonly framer: string;
}

/** How the stream stands when an import has been decoded. */
export interface StreamEnd {
  /** the last file of the stream was decoded: what was kept before is of no use any more */
  readonly isEnd: boolean;
  /** its state was kept */
  readonly isKept: boolean;
  /** ms since 1970 UTC: first packet of the last file */
  readonly latestFirst: number;
  /** known files that flows could have gone on in, but that can't be read again (indexes) */
  readonly apart: readonly number[];
  /** flows of the new files are not joined with those of known ones: that would have cost too much for now */
  readonly isApart: boolean;
}

export type DecodeReport =
  /** What follows: the stream goes on from its kept state, or files of the dataset may be decoded again. First message. */
  | { readonly kind: 'begun'; readonly resumed: boolean; readonly again: boolean }
  | {
      readonly kind: 'progress';
      readonly bytesRead: number;
      readonly bytesTotal: number | undefined;
      readonly packets: number;
      readonly flows: number;
    }
  | { readonly kind: 'file'; readonly part: FilePart }
  | { readonly kind: 'done'; readonly end: StreamEnd }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'refused'; readonly code: ErrorCode; readonly data: Readonly<Record<string, string | number>> }
  | { readonly kind: 'failed'; readonly message: string };
