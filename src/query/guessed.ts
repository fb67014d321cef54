/**
 * What of each application is a guess by its port alone: the question that tells it, and what its answer says.
 */
import type { Answer, Question, Scope, Volume } from './question.ts';

type Rows = Answer<'groups'>['rows'];
type Value = Rows[number]['values'][number];

export interface Guess {
  /** told by the port alone */
  readonly volume: Volume;
  /** half of its flows are, or more */
  readonly isMost: boolean;
}

/** Of applications that are guessed by port, some flows of them or all. */
export type Guessed = ReadonlyMap<Value, Guess>;

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

/** Flows of the `limit` largest pairs of application and how it is known. */
export function askGuessed(scope: Scope, limit: number): Extract<Question, { kind: 'groups' }> {
  return { kind: 'groups', scope, by: ['app', 'app.by'], more: [], sort: 'flows', offset: 0, limit };
}

export const isMostGuessed = (guessed: Guessed, value: Value): boolean => guessed.get(value)?.isMost ?? false;
