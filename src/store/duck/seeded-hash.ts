/**
 * Hashes of words that what is stored can't foresee: a table of random words for each byte (simple tabulation), which keeps the runs of
 * open addressing short whatever the words are, as no fixed mix of them with a seed does.
 */
import { randomFillSync } from 'node:crypto';

/** Random words for `words` words of 32 bits. */
export const hashTable = (words: number): Int32Array => randomFillSync(new Int32Array(words * 1024));

/** Of the word at a place of those hashed together; words are combined by XOR. */
export const hashWord = (table: Int32Array, place: number, word: number): number =>
  table[place * 1024 + (word & 0xff)]! ^
  table[place * 1024 + 256 + ((word >>> 8) & 0xff)]! ^
  table[place * 1024 + 512 + ((word >>> 16) & 0xff)]! ^
  table[place * 1024 + 768 + (word >>> 24)]!;
