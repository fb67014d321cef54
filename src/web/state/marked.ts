/**
 * What the highlight holds of each mark of a picture: one question a picture, of the same groups within the highlight. In all
 * pictures full colour is what is highlighted, pale the rest.
 */
import { useMemo } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import type { Answer, GroupMeasure, Measure, Question, Scope, Volume } from '#query/question.ts';
import { useAnswer, useMarked } from './answer.ts';
import type { Value } from './narrow.ts';

/** Groups that are asked for: those of a picture are among the largest of the highlight, or hold little of it. */
const MOST = 2000;

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

export interface MarkedGroups {
  /** of the group with these values; undefined where that is not known, as there are too many groups */
  readonly of: (...values: readonly Value[]) => Volume | undefined;
  readonly rows: Answer<'groups'>['rows'];
  /** no group was left out: sums of them are whole */
  readonly isWhole: boolean;
}

const keyOf = (values: readonly Value[]): string => values.map((value) => String(value ?? '')).join('\t');

/** undefined: nothing is highlighted, or it is not known yet. `by` undefined asks nothing. */
export function useMarkedGroups(
  scope: Scope,
  by: readonly string[] | undefined,
  sort: GroupMeasure,
  limit = MOST,
): MarkedGroups | undefined {
  const markedScope = useMarked(scope);
  const isAsked = markedScope !== undefined && by !== undefined;
  const { data } = useAnswer(
    isAsked
      ? ({ kind: 'groups', scope: markedScope, by, more: [], sort, offset: 0, limit } satisfies Question)
      : undefined,
  );
  return useMemo(() => (isAsked && data ? markedGroups(data) : undefined), [isAsked, data]);
}

export function markedGroups({ rows, groups }: Pick<Answer<'groups'>, 'rows' | 'groups'>): MarkedGroups {
  const found = new Map<string, Volume>(rows.map((row) => [keyOf(row.values), row]));
  const isWhole = groups <= rows.length;
  return { rows, isWhole, of: (...values) => found.get(keyOf(values)) ?? (isWhole ? NO_VOLUME : undefined) };
}

export interface MarkedTop {
  /** undefined where that is not known, as there are too many values */
  readonly of: (value: Value) => Volume | undefined;
  /** of the values that are not among those shown */
  readonly other: Volume;
}

/** As `useMarkedGroups`, of one field, and of what a ranking sums as its rest. */
export function useMarkedTop(
  scope: Scope,
  field: string,
  measure: Measure | 'sentBytes' | 'receivedBytes',
  shown: readonly { readonly value: Value }[] | undefined,
): MarkedTop | undefined {
  const markedScope = useMarked(scope);
  const isAsked = markedScope !== undefined && shown !== undefined;
  const { data } = useAnswer(
    isAsked ? ({ kind: 'top', scope: markedScope, field, measure, limit: MOST } satisfies Question) : undefined,
  );
  return useMemo(() => (isAsked && data ? markedTop(data, shown) : undefined), [isAsked, data, shown]);
}

function markedTop(
  { rows, other }: Pick<Answer<'top'>, 'rows' | 'other'>,
  shown: readonly { readonly value: Value }[],
): MarkedTop {
  const found = new Map<Value, Volume>(rows.map((row) => [row.value ?? undefined, row]));
  const values = new Set(shown.map(({ value }) => value ?? undefined));
  return {
    of: (value) => found.get(value ?? undefined) ?? (other === undefined ? NO_VOLUME : undefined),
    other: rows.filter(({ value }) => !values.has(value ?? undefined)).reduce(plus, other ?? NO_VOLUME),
  };
}

/** The fields to group by for links between two: of two that have no side one end each, as links have it. */
export function linkedBy(from: string, to: string): readonly [string, string] {
  const [a, b] = [FIELD_BY_KEY.get(from)?.either?.[0], FIELD_BY_KEY.get(to)?.either?.[1]];
  return a === undefined || b === undefined ? [from, to] : [a, b];
}
