/** What is held against what: two times, filters, files or datasets. */
import { useMemo } from 'react';
import { FIELD_BY_KEY } from '#fields/table.ts';
import { printClause } from '#query/filter.ts';
import type { Question, Scope } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { useAnswer } from '../../state/answer.ts';
import { useDataset, useDatasets } from '../../state/events.ts';
import { both } from '../../state/narrow.ts';
import { useScope } from '../../state/scope.ts';
import { oneOf } from '../../state/view-state.ts';
import * as format from '../../style/format.ts';
import { useZone } from '../../style/zone.ts';

/** What tells the files of a dataset apart, where the field table has it. */
export const FILE = 'file';
export const WITH = [
  { value: 'halves', label: t('first half of the time') },
  { value: 'before', label: t('the time just before') },
  { value: 'hour', label: t('an hour earlier') },
  { value: 'day', label: t('a day earlier') },
  { value: 'week', label: t('a week earlier') },
  { value: 'dataset', label: t('another dataset') },
  ...(FIELD_BY_KEY.has(FILE) ? [{ value: 'file', label: t('another file') } as const] : []),
  { value: 'filter', label: t('another filter') },
] as const;
const MOST_FILES = 1000;

export interface Side {
  readonly name: string;
  readonly dataset: string;
  readonly scope: Scope;
}

export interface Choice {
  /** one of WITH */
  readonly with: string;
  /** the other dataset, file or filter */
  readonly other: string;
  /** the file that is now */
  readonly file: string;
}

export interface Sides {
  readonly how: (typeof WITH)[number]['value'];
  readonly was: Side;
  readonly now: Side;
  /** datasets to choose from, and the one chosen */
  readonly datasets: readonly { readonly id: string; readonly name: string }[];
  readonly other: string | undefined;
  /** files to choose from, and those chosen: then, now */
  readonly files: readonly string[];
  readonly chosen: readonly [string, string];
}

export function useSides(choice: Choice): Sides {
  const { dataset, scope } = useScope();
  const here = useDataset(dataset);
  const { datasets: all } = useDatasets();
  const [zone] = useZone();
  const how = oneOf(
    WITH.map((one) => one.value),
    choice.with,
  );
  const datasets = all.filter((one) => one.id !== dataset && one.flows > 0);
  const other = datasets.find((one) => one.id === choice.other) ?? datasets[0];
  const inDataset = useAnswer(
    how === FILE
      ? ({ kind: 'top', scope: { filter: '' }, field: FILE, measure: 'flows', limit: MOST_FILES } satisfies Question)
      : undefined,
  );
  const files = useMemo(
    () => (inDataset.data?.rows ?? []).flatMap(({ value }) => (value === undefined ? [] : [String(value)])),
    [inDataset.data],
  );
  const sides = useMemo(() => {
    const from = scope.from ?? here?.first ?? 0;
    const to = scope.to ?? (here?.last ?? 0) + 1;
    const digits = to - from < 60_000 ? 3 : 0;
    const time = (a: number, b: number) =>
      t('{from} to {to}', { from: format.dateTime(a, zone, digits), to: format.dateTime(b, zone, digits) });
    const now: Side = { name: t('what is in scope'), dataset, scope };
    const at = (a: number, b: number): Side => ({
      name: time(a, b),
      dataset,
      scope: { filter: scope.filter, from: a, to: b },
    });
    switch (how) {
      case 'halves':
        return { was: at(from, (from + to) / 2), now: at((from + to) / 2, to) };
      case 'dataset':
        return {
          was: { name: other?.name ?? '', dataset: other?.id ?? '', scope: { filter: scope.filter } },
          now: { ...now, name: here?.name ?? '' },
        };
      case FILE: {
        const of = (file: string): Side => ({
          name: file,
          dataset,
          scope: { ...scope, filter: file === '' ? scope.filter : both(scope.filter, printClause(FILE, file)) },
        });
        const [one, two] = filesOf(files, choice.other, choice.file);
        return { was: of(one), now: of(two) };
      }
      case 'filter':
        return {
          was: { name: choice.other || t('all flows'), dataset, scope: { ...scope, filter: choice.other } },
          now: { ...now, name: scope.filter || t('all flows') },
        };
      default: {
        const shift = { before: to - from, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[how];
        return { was: at(from - shift, to - shift), now: at(from, to) };
      }
    }
  }, [how, scope, here, other, choice.other, choice.file, files, dataset, zone]);
  return {
    how,
    ...sides,
    datasets,
    other: other?.id,
    files,
    chosen: filesOf(files, choice.other, choice.file),
  };
}

/** The files chosen, or the first two. */
function filesOf(files: readonly string[], one: string, two: string): readonly [string, string] {
  const then = files.includes(one) ? one : (files[0] ?? '');
  return [then, files.includes(two) ? two : (files.find((file) => file !== then) ?? then)];
}
