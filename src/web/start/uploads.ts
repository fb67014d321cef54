/**
 * Captures on their way to the server, from the browser or from links that the server fetches: the files of one drop are one row and one
 * job, a link is a row of its own; one row at a time. They go on while the reader looks at any view; the server imports from the first
 * bytes on. Links are kept here alone, out of what is shown, until they are forgotten.
 */
import { useSyncExternalStore } from 'react';
import type { Job } from '#app/model.ts';
import { plural, t } from '../language/t.ts';
import { callApi } from '../state/api.ts';
import { cancelJob, pauseJob, resumeJob } from '../state/jobs.ts';
import { keepingPage } from '../state/part.ts';
import { type Resumed, sendFiles } from './send-files.ts';

/** A capture that the server fetches; the query of `url` may be a secret. */
export interface LinkSource {
  readonly url: string;
  readonly name: string;
}

export type Source = File | LinkSource;

export const isLink = (source: Source): source is LinkSource => 'url' in source;

export interface Upload {
  readonly key: number;
  readonly dataset: string;
  /** of the first capture */
  readonly name: string;
  /** what stands in its row */
  readonly title: string;
  readonly count: number;
  /** bytes; 0 of a link, whose size the server finds out */
  readonly size: number;
  readonly sent: number;
  /** fetched by the server, not sent from here */
  readonly linked: boolean;
  /** a stream that goes on until somebody ends it */
  readonly live: boolean;
  /** the dataset was made for it and goes when nothing of it could be read */
  readonly founds: boolean;
  /** that dataset has gone */
  readonly left?: true;
  readonly state: 'waiting' | 'sending' | 'paused' | 'sent' | 'refused' | 'cancelled';
  /** the import, once the server told it */
  readonly job?: string;
  /** in the user's words, when refused */
  readonly reason?: string;
}

/** By name, as rotated files follow each other. */
export const inOrder = <S extends Source>(chosen: readonly S[]): readonly S[] =>
  [...chosen].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

/** What one row sends. */
export interface Load {
  readonly dataset: string;
  /** files of one job, or one link */
  readonly sources: readonly Source[];
  readonly again: boolean;
  readonly resumed?: Resumed | undefined;
}

interface Told {
  begun(batch: Resumed): void;
  sent(bytes: number): void;
}

/** Sends a load; resolves with the job's id when the server has what it needs. Rejects with the signal's reason. */
export type Send = (load: Load, told: Told, signal: AbortSignal) => Promise<string>;

const send: Send = async ({ dataset, sources, again, resumed }, told, signal) => {
  const [first] = sources;
  if (first === undefined || !isLink(first)) {
    const batch = { dataset, files: sources as readonly File[], again, resumed };
    return keepingPage(() => sendFiles(batch, told, signal));
  }
  // Answered when the first bytes have come to the server.
  const path = `/api/datasets/${encodeURIComponent(dataset)}/url`;
  return (await callApi<Job>('POST', path, { url: first.url, again }, signal)).id;
};

const BROKEN_OFF = (): string => t('The upload broke off. Is Capscope still running, and can the file still be read?');

class Stopped extends Error {}

export function uploadStore(send: Send) {
  let uploads: readonly Upload[] = [];
  const loads = new Map<number, Load>();
  const running = new Map<number, AbortController>();
  const listeners = new Set<() => void>();
  let nextKey = 1;

  const set = (next: readonly Upload[]) => {
    uploads = next;
    for (const listener of listeners) listener();
  };
  const change = (key: number, part: Partial<Upload>) =>
    set(uploads.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const find = (key: number) => uploads.find((one) => one.key === key);

  const advance = () => {
    if (running.size > 0) return;
    const upload = uploads.find((one) => one.state === 'waiting');
    const load = upload && loads.get(upload.key);
    if (!upload || !load) return;
    const { key } = upload;
    const controller = new AbortController();
    change(key, { state: 'sending' });
    running.set(key, controller);
    const told: Told = {
      begun: (resumed) => {
        // after a pause it goes on there, rather than as a second job
        if (loads.has(key)) loads.set(key, { ...load, resumed });
        change(key, { job: resumed.job });
      },
      sent: (sent) => change(key, { sent }),
    };
    send(load, told, controller.signal)
      .then((job) => change(key, { state: 'sent', sent: upload.size, job }))
      .catch((cause: unknown) => {
        if (cause instanceof Stopped) return;
        const isNetwork = cause instanceof Error && 'originalRequest' in cause;
        const reason = cause instanceof Error && !isNetwork ? cause.message : BROKEN_OFF();
        change(key, { state: 'refused', reason });
      })
      .finally(() => {
        running.delete(key);
        advance();
      });
  };

  const row = (load: Load, founds: boolean): Upload => {
    const key = nextKey++;
    loads.set(key, load);
    const { dataset, sources, resumed } = load;
    const [first] = sources as readonly [Source];
    const linked = isLink(first);
    const size = sources.reduce((sum, source) => sum + (isLink(source) ? 0 : source.size), 0);
    const more = sources.length - 1;
    return {
      key,
      dataset,
      name: first.name,
      title: more === 0 ? first.name : plural(more, '{name} and 1 more', '{name} and {n} more', { name: first.name }),
      count: sources.length,
      size,
      sent: 0,
      linked,
      live: linked && /^tcp:/i.test(first.url),
      founds,
      state: 'waiting',
      ...(resumed === undefined ? {} : { job: resumed.job }),
    };
  };

  return {
    get: () => uploads,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    /** Files together, links each by itself. */
    add(dataset: string, chosen: readonly Source[], founds = false, again = false, resumed?: Resumed) {
      const sorted = inOrder(chosen);
      const files = sorted.filter((source) => !isLink(source));
      const rows = files.length === 0 ? [] : [row({ dataset, sources: files, again, resumed }, founds)];
      for (const link of sorted.filter(isLink)) rows.push(row({ dataset, sources: [link], again }, founds));
      set([...uploads, ...rows]);
      advance();
    },
    /** Lets it rest; what has come is kept. */
    async pause(key: number, job: string | undefined) {
      const id = job ?? find(key)?.job;
      if (find(key)?.state === 'sending') change(key, { state: 'paused' });
      running.get(key)?.abort(new Stopped());
      if (id !== undefined) await pauseJob(id);
    },
    async resume(key: number, job: string | undefined) {
      const upload = find(key);
      const id = job ?? upload?.job;
      if (id !== undefined) await resumeJob(id);
      const load = loads.get(key);
      if (upload?.state === 'paused' && load !== undefined) {
        change(key, { state: 'waiting' });
        advance();
      }
    },
    /** Stops sending and importing; what the dataset held before stays. */
    async cancel(key: number, job: string | undefined) {
      change(key, { state: 'cancelled' });
      const id = job ?? find(key)?.job;
      running.get(key)?.abort(new Stopped());
      if (id !== undefined) await cancelJob(id).catch(() => undefined);
      loads.delete(key);
    },
    /** what a row sent, to send it once more */
    load: (key: number): Load | undefined => loads.get(key),
    /** the dataset that was made for it goes, and its jobs with it: what they told of each row by its key stays here */
    left(dataset: string, ends: ReadonlyMap<number, Pick<Upload, 'state' | 'reason'>>) {
      set(
        uploads.map((one) =>
          one.dataset === dataset ? { ...one, ...ends.get(one.key), founds: false, left: true } : one,
        ),
      );
    },
    forget(keys: readonly number[]) {
      for (const key of keys) loads.delete(key);
      set(uploads.filter((one) => !keys.includes(one.key)));
    },
  };
}

export const uploads = uploadStore(send);
export const useUploads = (): readonly Upload[] => useSyncExternalStore(uploads.subscribe, uploads.get);

/** The import of an upload. */
export const jobOf = (upload: Upload, jobs: readonly Job[]): Job | undefined =>
  upload.job === undefined ? undefined : jobs.find((job) => job.id === upload.job);
