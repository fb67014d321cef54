/** Values over time, in bins of one width: what a chart of them draws. */
import { GUESS_HEAD } from '../state/guessed.ts';
import type { Value } from '../state/narrow.ts';

export type Shape = 'area' | 'line' | 'bar';

export interface Series {
  readonly name: string;
  readonly color: string;
  /** what a click on its name asks for; undefined for the rest */
  readonly of?: { readonly field: string; readonly value: Value };
  readonly values: readonly number[];
  /** most of it is guessed by port */
  readonly isGuess?: boolean;
}

/** What stands above its column in exports. */
export const headOf = ({ name, isGuess }: Series): string => (isGuess ? `${name} (${GUESS_HEAD})` : name);

/** One value a bin, of an earlier time. */
export interface Ghost {
  readonly name: string;
  readonly values: readonly number[];
}
