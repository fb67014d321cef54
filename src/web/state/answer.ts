/** The one way a view gets its numbers: `useAnswer(question)`. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { parseFilter } from '#query/filter.ts';
import type { Answer, FilterFault, Question, Scope } from '#query/question.ts';
import { api, type Reply } from './api.ts';
import { useDataset, useDatasets } from './events.ts';
import { both } from './narrow.ts';
import { askSoon } from './refresh.ts';
import { useScope } from './scope.ts';

export interface Asked<K extends Question['kind']> {
  /** the last answer; of the scope before while `dimmed` */
  readonly data: Answer<K> | undefined;
  /** no answer yet at all: show a skeleton */
  readonly loading: boolean;
  /** `data` belongs to the scope before: show it dimmed */
  readonly dimmed: boolean;
  /** the filter can't be understood */
  readonly fault: FilterFault | undefined;
  readonly error: Error | undefined;
  readonly retry: () => void;
}

/** Asks the dataset in the URL, or another; `undefined` asks nothing. The question may be a new object each time. */
export function useAnswer<Q extends Question>(question: Q | undefined, other?: string): Asked<Q['kind']> {
  const scoped = useScope();
  const dataset = other ?? scoped.dataset;
  const { version, flows } = useDataset(dataset) ?? {};
  const { loading } = useDatasets();
  const query = useQuery({
    // the first flows don't wait for the next refresh: what was asked before there were any is another question
    queryKey: ['ask', dataset, question, flows === 0],
    queryFn: ({ signal }) => api.ask(dataset, question as Q, signal) as Promise<Reply<Q['kind']>>,
    enabled: question !== undefined && dataset !== '' && !loading,
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 120_000,
    retry: false,
  });
  const client = useQueryClient();
  const { refetch, isFetching, isPlaceholderData } = query;
  const reply = query.data;
  const seen = reply?.ok && !isPlaceholderData ? reply.version : undefined;

  // The data grew since the answer: ask again, with all that do, and never over a running question.
  useEffect(() => {
    if (version === undefined || seen === undefined || isFetching || seen >= version) return;
    return askSoon(
      () => void refetch(),
      () => client.isFetching({ queryKey: ['ask'] }) > 0,
    );
  }, [version, seen, isFetching, client, refetch]);

  return {
    data: reply?.ok ? (reply.answer as Answer<Q['kind']>) : undefined,
    loading: question !== undefined && query.isPending,
    dimmed: isPlaceholderData,
    fault: reply && !reply.ok ? reply : undefined,
    error: query.error ?? undefined,
    retry: () => void refetch(),
  };
}

/** The part of a scope that is marked; undefined when nothing is, or the mark can't be understood. */
export function useMarked(scope: Scope): Scope | undefined {
  const { highlight } = useScope();
  return useMemo(
    () =>
      highlight === '' || !parseFilter(highlight).ok ? undefined : { ...scope, filter: both(scope.filter, highlight) },
    [scope, highlight],
  );
}

/** Volumes of the scope and of the whole dataset; one shared question. */
export function useTotals(scope: Scope): Asked<'totals'> {
  return useAnswer({ kind: 'totals', scope });
}
