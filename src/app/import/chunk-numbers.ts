/** How many chunk numbers are kept for each capture of an import: 32 bits of them are for all captures of a dataset. */
import { DEFAULT_CHUNK_BYTES } from '#sources/source.ts';

/** For a capture whose size is not known: 1 TB. */
const OF_UNKNOWN = 1 << 18;
/** For all of unknown size in one import together. What no packet came to is given again when the import has ended. */
const OF_ALL_UNKNOWN = 2 ** 31;

/** Bytes of captures; undefined = not known yet. */
export function chunkNumbersFor(sizes: readonly (number | undefined)[]): readonly number[] {
  const unknown = sizes.reduce((count: number, size) => count + (size === undefined ? 1 : 0), 0);
  const ofUnknown = Math.min(OF_UNKNOWN, Math.max(1, Math.floor(OF_ALL_UNKNOWN / Math.max(1, unknown))));
  return sizes.map((size) => (size === undefined ? ofUnknown : Math.ceil(size / DEFAULT_CHUNK_BYTES) + 1));
}
