/** A source whose flows may lie in memory as well. */
import type { Source } from '../read/source.ts';
import type { Held } from './held.ts';

export interface HeldSource extends Source {
  /** columns in memory, for sums without statements; undefined while an import runs and for what is too large */
  held(): Promise<Held | undefined>;
}
