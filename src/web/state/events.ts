/** Datasets and jobs as the server tells them: fetched once, then kept true by server-sent events. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Dataset, Job } from '#app/model.ts';
import { api } from './api.ts';
import { setLost } from './connection.ts';

const DATASETS = ['datasets'] as const;
const JOBS = ['jobs'] as const;
/** Imports report faster than an eye reads; the page takes the newest of each at this pace. */
const PACE_MS = 250;
/** A list that is being fetched is waited for: it may be older than what was told meanwhile, and would take its place. */
const FETCHING_MS = 20;

const noDatasets: readonly Dataset[] = [];
const noJobs: readonly Job[] = [];

export function useDatasets(): {
  readonly datasets: readonly Dataset[];
  readonly loading: boolean;
  readonly error: Error | null;
} {
  const query = useQuery({ queryKey: DATASETS, queryFn: api.datasets, staleTime: Number.POSITIVE_INFINITY });
  return { datasets: query.data ?? noDatasets, loading: query.isPending, error: query.error };
}

/** One dataset; undefined while unknown or when there is none of that id. */
export function useDataset(id: string | undefined): Dataset | undefined {
  const query = useQuery({
    queryKey: DATASETS,
    queryFn: api.datasets,
    staleTime: Number.POSITIVE_INFINITY,
    select: (all) => all.find((one) => one.id === id),
  });
  return query.data;
}

export function useJobs(): readonly Job[] {
  return useQuery({ queryKey: JOBS, queryFn: api.jobs, staleTime: Number.POSITIVE_INFINITY }).data ?? noJobs;
}

/** Fetch datasets and jobs again, after an action of the user's own. */
export function useRefreshDatasets(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([client.invalidateQueries({ queryKey: DATASETS }), client.invalidateQueries({ queryKey: JOBS })]);
  };
}

/** Replace the element of the same id, or append. */
export function put<T extends { readonly id: string }>(list: readonly T[], item: T): readonly T[] {
  const index = list.findIndex((one) => one.id === item.id);
  return index < 0 ? [...list, item] : list.with(index, item);
}

/** Listens until the returned function is called; the browser reconnects by itself, and then all is fetched again. */
export function listen(client: QueryClient, source: EventSource): () => void {
  const datasets = new Map<string, Dataset>();
  const jobs = new Map<string, Job>();
  let timer: number | undefined;
  const flush = () => {
    timer = undefined;
    if (client.isFetching({ queryKey: DATASETS }) + client.isFetching({ queryKey: JOBS }) > 0) {
      timer = window.setTimeout(flush, FETCHING_MS);
      return;
    }
    for (const one of datasets.values())
      client.setQueryData<readonly Dataset[]>(DATASETS, (old) => old && put(old, one));
    for (const one of jobs.values()) client.setQueryData<readonly Job[]>(JOBS, (old) => old && put(old, one));
    datasets.clear();
    jobs.clear();
  };
  const later = () => {
    timer ??= window.setTimeout(flush, PACE_MS);
  };
  const atOnce = () => {
    window.clearTimeout(timer);
    flush();
  };
  const refetch = () => {
    void client.invalidateQueries({ queryKey: DATASETS });
    void client.invalidateQueries({ queryKey: JOBS });
  };
  source.addEventListener('dataset', (event) => {
    const one = JSON.parse(event.data) as Dataset;
    datasets.set(one.id, one);
    // the first flows make the first picture
    const before = client.getQueryData<readonly Dataset[]>(DATASETS)?.find(({ id }) => id === one.id);
    if (one.flows > 0 && before?.flows === 0) atOnce();
    else later();
  });
  source.addEventListener('job', (event) => {
    const one = JSON.parse(event.data) as Job;
    jobs.set(one.id, one);
    later();
  });
  source.addEventListener('datasets-changed', refetch);
  let lost = false;
  source.addEventListener('error', () => {
    lost = true;
    setLost(true);
  });
  source.addEventListener('open', () => {
    if (lost) {
      refetch();
      // what failed meanwhile is asked again
      void client.refetchQueries({ predicate: (query) => query.state.status === 'error' });
    }
    lost = false;
    setLost(false);
  });
  return () => {
    window.clearTimeout(timer);
    source.close();
  };
}

export function useEvents(): void {
  const client = useQueryClient();
  useEffect(() => listen(client, new EventSource('/api/events')), [client]);
}
