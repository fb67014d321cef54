/**
 * Captures on their way to the server, from the browser or from a link that the server fetches: one at a time in the order of their
 * names, so that rotated files come in the order of time. They go on while the reader looks at any view; the server imports from the
 * first bytes on. Links are kept here alone, out of what is shown, until they are forgotten.
 */

import { useSyncExternalStore } from 'react';
import type { Job } from '#app/model.ts';
import { t } from '../language/t.ts';
import { callApi } from '../state/api.ts';
import { cancelJob } from './actions.ts';

/** A capture that the server fetches; the query of `url` may be a secret. */
export interface LinkSource {
  readonly url: string;
  readonly name: string;
}

export type Source = File | LinkSource;

const isLink = (source: Source): source is LinkSource => 'url' in source;

export interface Upload {
  readonly key: number;
  readonly dataset: string;
  readonly name: string;
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
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused' | 'cancelled';
  /** ms since 1970, when sending began */
  readonly begun?: number;
  /** the import, once the server told it */
  readonly job?: string;
  /** in the user's words, when refused */
  readonly reason?: string;
}

/** In the order they are sent: by name, as rotated files follow each other. */
export const inOrder = (chosen: readonly Source[]): readonly Source[] =>
  [...chosen].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));

interface Transfer {
  readonly promise: Promise<Job>;
  readonly abort: () => void;
}

/** Sends one file, or asks for one link; `told` hears the bytes gone out. */
export type Send = (dataset: string, source: Source, told: (sent: number) => void) => Transfer;

const send: Send = (dataset, source, told) =>
  isLink(source) ? askForLink(dataset, source) : sendFile(dataset, source, told);

/** Answered when the first bytes have come to the server. */
function askForLink(dataset: string, { url }: LinkSource): Transfer {
  const giveUp = new AbortController();
  const path = `/api/datasets/${encodeURIComponent(dataset)}/url`;
  return { promise: callApi<Job>('POST', path, { url }, giveUp.signal), abort: () => giveUp.abort() };
}

const sendFile = (dataset: string, file: File, told: (sent: number) => void): Transfer => {
  const request = new XMLHttpRequest();
  const promise = new Promise<Job>((resolve, reject) => {
    const query = new URLSearchParams({ name: file.name.slice(0, 500), size: String(file.size) });
    request.open('POST', `/api/datasets/${encodeURIComponent(dataset)}/upload?${query}`);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => told(event.loaded));
    request.addEventListener('load', () => {
      const reply = request.response as (Job & { readonly message?: string }) | null;
      if (request.status < 300 && reply) resolve(reply);
      else reject(new Error(reply?.message ?? `Capscope did not take the file (status ${request.status}).`));
    });
    request.addEventListener('error', () => reject(new Error(BROKEN_OFF)));
    request.addEventListener('abort', () => reject(new Error('cancelled')));
    request.send(file);
  });
  return { promise, abort: () => request.abort() };
};

export const BROKEN_OFF = t('The upload broke off. Is Capscope still running, and can the file still be read?');

export function uploadStore(send: Send) {
  let uploads: readonly Upload[] = [];
  const sources = new Map<number, Source>();
  const running = new Map<number, Transfer>();
  const listeners = new Set<() => void>();
  let nextKey = 1;

  const set = (next: readonly Upload[]) => {
    uploads = next;
    for (const listener of listeners) listener();
  };
  const change = (key: number, part: Partial<Upload>) =>
    set(uploads.map((one) => (one.key === key ? { ...one, ...part } : one)));

  const advance = () => {
    if (running.size > 0) return;
    const upload = uploads.find((one) => one.state === 'waiting');
    const source = upload && sources.get(upload.key);
    if (!upload || !source) return;
    const { key } = upload;
    change(key, { state: 'sending', begun: Date.now() });
    const transfer = send(upload.dataset, source, (sent) => change(key, { sent }));
    running.set(key, transfer);
    transfer.promise
      .then((job) => change(key, { state: 'sent', sent: upload.size, job: job.id }))
      .catch((cause: unknown) => {
        if (uploads.find((one) => one.key === key)?.state === 'cancelled') return;
        change(key, { state: 'refused', reason: cause instanceof Error ? cause.message : String(cause) });
      })
      .finally(() => {
        running.delete(key);
        if (!isLink(source)) sources.delete(key);
        advance();
      });
  };

  return {
    get: () => uploads,
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    add(dataset: string, chosen: readonly Source[], founds = false) {
      const fresh = inOrder(chosen).map((source): Upload => {
        const key = nextKey++;
        sources.set(key, source);
        const linked = isLink(source);
        return {
          key,
          dataset,
          name: source.name,
          size: linked ? 0 : source.size,
          sent: 0,
          linked,
          live: linked && /^tcp:/i.test(source.url),
          founds,
          state: 'waiting',
        };
      });
      set([...uploads, ...fresh]);
      advance();
    },
    /** Stops sending and importing; what the dataset held before stays. */
    async cancel(key: number, job: string | undefined) {
      change(key, { state: 'cancelled' });
      if (job !== undefined) await cancelJob(job).catch(() => undefined);
      running.get(key)?.abort();
      sources.delete(key);
    },
    /** the link of an upload that was refused, to try once more */
    link(key: number): LinkSource | undefined {
      const source = sources.get(key);
      return source !== undefined && isLink(source) ? source : undefined;
    },
    /** the dataset that was made for it is gone */
    left(dataset: string) {
      set(uploads.map((one) => (one.dataset === dataset ? { ...one, founds: false, left: true } : one)));
    },
    forget(keys: readonly number[]) {
      for (const key of keys) sources.delete(key);
      set(uploads.filter((one) => !keys.includes(one.key)));
    },
  };
}

export const uploads = uploadStore(send);
export const useUploads = (): readonly Upload[] => useSyncExternalStore(uploads.subscribe, uploads.get);

/** The import of an upload: by its id, or while it is still being sent by dataset and name. */
export function jobOf(upload: Upload, jobs: readonly Job[]): Job | undefined {
  if (upload.job !== undefined) return jobs.find((job) => job.id === upload.job);
  if (upload.begun === undefined) return undefined;
  return jobs.findLast(
    (job) => job.dataset === upload.dataset && job.name === upload.name && job.started >= upload.begun! - CLOCKS_MS,
  );
}

/** How far the clocks of browser and server may be apart. */
const CLOCKS_MS = 5000;
