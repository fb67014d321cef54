/** Imports under way that this page did not begin, or began before it was loaded anew: the server's list has them all. */
import { useSessionStorage } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import type { Job } from '#app/model.ts';
import { useJobs } from '../state/events.ts';
import type { Upload } from './uploads.ts';

/** Remembered as put away. */
const MOST_HIDDEN = 100;
/** What is over sooner needs no row. */
const SHORT_MS = 1000;

/** Under way and not in a row of the page's own; one that waits to be taken up by the server's answer is not told twice. */
export function othersUnderWay(jobs: readonly Job[], own: readonly Upload[]): readonly Job[] {
  const known = new Set(own.map(({ job }) => job));
  const unnamed = new Set(
    own.filter(({ job, state }) => job === undefined && state === 'sending').map((one) => one.dataset),
  );
  return jobs.filter(
    ({ id, dataset, state, standing }) =>
      standing !== true &&
      (state === 'running' || state === 'waiting' || state === 'paused') &&
      !known.has(id) &&
      !unnamed.has(dataset),
  );
}

export interface OtherJobs {
  readonly jobs: readonly Job[];
  /** puts away those that are shown */
  readonly hide: () => void;
}

/** Those of them that last; one that was shown and failed stays until it is put away. */
export function useOtherJobs(own: readonly Upload[]): OtherJobs {
  const jobs = useJobs();
  const [lasting, setLasting] = useState<ReadonlySet<string>>(new Set());
  // what was put away stays so when the page is loaded anew
  const [hidden, setHidden] = useSessionStorage<readonly string[]>({
    key: 'capscope-hidden-imports',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const ids = othersUnderWay(jobs, own)
    .map(({ id }) => id)
    .join();
  useEffect(() => {
    if (ids === '') return;
    const timer = window.setTimeout(() => setLasting((old) => new Set([...old, ...ids.split(',')])), SHORT_MS);
    return () => window.clearTimeout(timer);
  }, [ids]);
  const underWay = new Set(ids.split(','));
  const shown = jobs.filter(
    ({ id, state }) => lasting.has(id) && !hidden.includes(id) && (underWay.has(id) || state === 'failed'),
  );
  return { jobs: shown, hide: () => setHidden([...hidden, ...shown.map(({ id }) => id)].slice(-MOST_HIDDEN)) };
}
