/** How many decode workers an import has, and whether it goes on with those of the stream it joins. */

/** Less than this is decoded by one worker: starting a second one costs more than it saves. */
const BYTES_FOR_MORE = 32 * 1024 * 1024;
/**
 * Reading and the store have a core each, and each worker looks at all packets, so that more than a few gain nothing. On two
 * cores one worker ended no later than two and spent less (5.6–6.0 against 7.1 s of CPU, 1.12 M flows).
 */
const MOST = 4;
const OTHER_THREADS = 2;
/** A stream begun with fewer workers is read again with more where what is new is so many times as long. */
const WORTH_AGAIN = 8;

export interface ShardsWish {
  readonly cores: number;
  /** bytes of the new files; undefined while one of them grows, or a pipe brings it */
  readonly bytes: number | undefined;
  readonly isGrowing: boolean;
  /** workers of the stream that is kept, if one is */
  readonly kept: number | undefined;
  /** bytes of the dataset's files, infinite where one of them can't be read again */
  readonly knownBytes: number;
}

/** `goesOn`: with the kept stream, whose flows are shared among as many workers as it has. */
export function chooseShards(wish: ShardsWish): { readonly shards: number; readonly goesOn: boolean } {
  const { cores, bytes, isGrowing, kept, knownBytes } = wish;
  const isBig = bytes === undefined ? isGrowing : bytes >= BYTES_FOR_MORE;
  const shards = isBig ? Math.min(MOST, Math.max(1, cores - OTHER_THREADS)) : 1;
  if (kept === undefined) return { shards, goesOn: false };
  const isWorth = shards > kept && bytes !== undefined && knownBytes * WORTH_AGAIN <= bytes;
  return isWorth ? { shards, goesOn: false } : { shards: kept, goesOn: true };
}
