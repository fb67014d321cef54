/** Two answers held against each other: what is new, gone, more, less. Pure. */
import type { Answer, Measure } from '#query/question.ts';

export type Kind = 'new' | 'gone' | 'more' | 'less' | 'same';
type Value = string | number | boolean | undefined;

export interface Change {
  readonly id: string;
  readonly value: Value;
  readonly kind: Kind;
  readonly was: number;
  readonly now: number;
  /** 0 to 1 of all of its side */
  readonly wasShare: number;
  readonly nowShare: number;
  /** now less then: of the shares, or of the amounts */
  readonly difference: number;
}

/** Largest difference first, whichever way. */
export function changes(
  then: Answer<'groups'>,
  now: Answer<'groups'>,
  measure: Measure,
  asShares: boolean,
): readonly Change[] {
  const found = new Map<string, { value: Value; was: number; now: number }>();
  const put = (answer: Answer<'groups'>, side: 'was' | 'now') => {
    for (const row of answer.rows) {
      const [value] = row.values;
      const id = `${typeof value}:${String(value)}`;
      const one = found.get(id) ?? { value, was: 0, now: 0 };
      one[side] = row[measure];
      found.set(id, one);
    }
  };
  put(then, 'was');
  put(now, 'now');
  const share = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  return [...found.entries()]
    .map(([id, one]): Change => {
      const wasShare = share(one.was, then.total[measure]);
      const nowShare = share(one.now, now.total[measure]);
      const difference = asShares ? nowShare - wasShare : one.now - one.was;
      const kind =
        one.was === 0 && one.now > 0
          ? 'new'
          : one.now === 0 && one.was > 0
            ? 'gone'
            : difference > 0
              ? 'more'
              : difference < 0
                ? 'less'
                : 'same';
      return { id, ...one, kind, wasShare, nowShare, difference };
    })
    .sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference) || b.now + b.was - a.now - a.was);
}
