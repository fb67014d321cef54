/**
 * What the highlight holds of each mark of a picture: the picture's own question once more, of the same groups, counted within the
 * highlight. In all pictures full colour is what is highlighted, pale the rest.
 */
import { useMemo } from 'react';
import { parseFilter } from '#query/filter.ts';
import type { Answer, Question, Volume } from '#query/question.ts';
import { useAnswer } from './answer.ts';
import type { Value } from './narrow.ts';
import { useScope } from './scope.ts';

export const NO_VOLUME: Volume = {
  flows: 0,
  bytes: 0,
  packets: 0,
  sentBytes: 0,
  receivedBytes: 0,
  sentPackets: 0,
  receivedPackets: 0,
};

export const plus = (a: Volume, b: Volume): Volume => ({
  flows: a.flows + b.flows,
  bytes: a.bytes + b.bytes,
  packets: a.packets + b.packets,
  sentBytes: a.sentBytes + b.sentBytes,
  receivedBytes: a.receivedBytes + b.receivedBytes,
  sentPackets: a.sentPackets + b.sentPackets,
  receivedPackets: a.receivedPackets + b.receivedPackets,
});

type Asking<K extends Question['kind']> = Extract<Question, { readonly kind: K }>;

/** The same question of the highlight; undefined when nothing is highlighted, or the highlight can't be understood. */
export function useLit<Q extends Asking<'groups'> | Asking<'top'> | Asking<'links'>>(
  question: Q | undefined,
): Q | undefined {
  const { highlight } = useScope();
  const isLit = useMemo(() => highlight !== '' && parseFilter(highlight).ok, [highlight]);
  if (!isLit || question === undefined) return undefined;
  return question.kind === 'groups' ? { ...question, more: [], highlight } : { ...question, highlight };
}

export interface MarkedGroups {
  /** of the group with these values; undefined of one that the picture did not ask for */
  readonly of: (...values: readonly Value[]) => Volume | undefined;
  /** the picture's groups in their order */
  readonly rows: Answer<'groups'>['rows'];
}

const keyOf = (values: readonly Value[]): string => values.map((value) => String(value ?? '')).join('\t');

/** undefined: nothing is highlighted, or it is not known yet. `question` is the picture's; without one nothing is asked. */
export function useMarkedGroups(question: Asking<'groups'> | undefined, dataset?: string): MarkedGroups | undefined {
  const lit = useLit(question);
  const { data } = useAnswer(lit, dataset);
  const isAsked = lit !== undefined;
  return useMemo(() => (isAsked && data ? markedGroups(data) : undefined), [isAsked, data]);
}

function markedGroups({ rows }: Pick<Answer<'groups'>, 'rows'>): MarkedGroups {
  const found = new Map<string, Volume>(rows.map((row) => [keyOf(row.values), row]));
  return { rows, of: (...values) => found.get(keyOf(values)) };
}

export interface MarkedTop {
  /** undefined of one that the picture did not ask for */
  readonly of: (value: Value) => Volume | undefined;
  /** of the values that are not among those shown */
  readonly other: Volume;
}

/** As `useMarkedGroups`, of one field, and of what a ranking sums as its rest. */
export function useMarkedTop(question: Asking<'top'> | undefined): MarkedTop | undefined {
  const lit = useLit(question);
  const { data } = useAnswer(lit);
  const isAsked = lit !== undefined;
  return useMemo(() => (isAsked && data ? markedTop(data) : undefined), [isAsked, data]);
}

function markedTop({ rows, other }: Pick<Answer<'top'>, 'rows' | 'other'>): MarkedTop {
  const found = new Map<Value, Volume>(rows.map((row) => [row.value ?? undefined, row]));
  return { of: (value) => found.get(value ?? undefined), other: other ?? NO_VOLUME };
}
