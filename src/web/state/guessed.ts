/**
 * What of each application is a guess by its port alone: in all pictures a “?” behind the name where most of its flows are, and hatching
 * over the part that is. One question for all pictures of a scope.
 */
import { useMemo } from 'react';
import type { Answer, Question, Scope, Volume } from '#query/question.ts';
import { useAnswer } from './answer.ts';
import type { Value } from './narrow.ts';

const MOST = 2000;

export interface Guess {
  /** told by the port alone */
  readonly volume: Volume;
  /** half of its flows are, or more */
  readonly isMost: boolean;
}

/** Of applications that are guessed by port, some flows of them or all. */
export type Guessed = ReadonlyMap<Value, Guess>;

type Rows = Answer<'groups'>['rows'];

/** From rows of application and how it is known. */
export function guessedOf(rows: Rows): Guessed {
  const flows = new Map<Value, number>();
  for (const { values, flows: n } of rows) flows.set(values[0], (flows.get(values[0]) ?? 0) + n);
  return new Map(
    rows
      .filter(({ values }) => values[1] === 'port')
      .map((row) => [row.values[0], { volume: row, isMost: row.flows * 2 >= flows.get(row.values[0])! }]),
  );
}

/** The column of exports that says what “?” says in pictures. */
export const GUESS_HEAD = 'mostly guessed';

export const isMostGuessed = (guessed: Guessed, value: Value): boolean => guessed.get(value)?.isMost ?? false;

const NONE: Guessed = new Map();

/** Empty while nothing is known; `scope` undefined asks nothing; of the dataset in the URL, or another. */
export function useGuessed(scope: Scope | undefined, dataset?: string): Guessed {
  const { data } = useAnswer(
    scope &&
      ({
        kind: 'groups',
        scope,
        by: ['app', 'app.by'],
        more: [],
        sort: 'flows',
        offset: 0,
        limit: MOST,
      } satisfies Question),
    dataset,
  );
  return useMemo(() => (data ? guessedOf(data.rows) : NONE), [data]);
}
