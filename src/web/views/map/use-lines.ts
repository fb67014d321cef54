/** Traffic between two places that are on the map, as lines. */
import { useMemo } from 'react';
import type { Measure, Question, Scope } from '#query/question.ts';
import { type Asked, useAnswer } from '../../state/answer.ts';
import { useMarkedGroups } from '../../state/marked.ts';
import type { Region } from './world.ts';

const LINES = 150;

export interface Line {
  readonly from: string;
  readonly to: string;
  /** in the measure */
  readonly value: number;
  readonly flows: number;
}

interface Lines {
  readonly asked: Asked<'groups'>;
  readonly lines: readonly Line[];
  /** what is highlighted of one; undefined: nothing is, anywhere */
  readonly lit: ((from: string, to: string) => number) | undefined;
}

/** Without `isOn` there are none, and nothing is asked. */
export function useLines(
  isOn: boolean,
  scope: Scope,
  measure: Measure,
  regions: ReadonlyMap<string, Region> | undefined,
): Lines {
  const question = {
    kind: 'groups',
    scope,
    by: ['src.country', 'dst.country'],
    more: [],
    sort: measure,
    offset: 0,
    limit: LINES,
  } satisfies Question;
  const asked = useAnswer(isOn ? question : undefined);
  const marked = useMarkedGroups(isOn ? question : undefined);
  const lines = useMemo(
    () =>
      (asked.data?.rows ?? []).flatMap((row) => {
        const [from, to] = row.values.map(String);
        const known = regions?.has(from!) && regions.has(to!) && from !== to;
        return known ? [{ from: from!, to: to!, value: row[measure], flows: row.flows }] : [];
      }),
    [asked.data, regions, measure],
  );
  const lit = useMemo(
    () => marked && ((from: string, to: string) => marked.of(from, to)?.[measure] ?? 0),
    [marked, measure],
  );
  return { asked, lines, lit };
}
