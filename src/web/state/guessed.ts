/**
 * What of each application is a guess by its port alone: in all pictures a “?” behind the name where most of its flows are, and hatching
 * over the part that is. One question for all pictures of a scope.
 */
import { useMemo } from 'react';
import { askGuessed, type Guessed, guessedOf } from '#query/guessed.ts';
import type { Scope } from '#query/question.ts';
import { useAnswer } from './answer.ts';

const MOST = 2000;

/** The column of exports that says what “?” says in pictures. */
export const GUESS_HEAD = 'mostly guessed';

const NONE: Guessed = new Map();

/** Empty while nothing is known; `scope` undefined asks nothing; of the dataset in the URL, or another. */
export function useGuessed(scope: Scope | undefined, dataset?: string): Guessed {
  const { data } = useAnswer(scope && askGuessed(scope, MOST), dataset);
  return useMemo(() => (data ? guessedOf(data.rows) : NONE), [data]);
}
