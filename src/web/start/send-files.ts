/**
 * Sends files of one drop to the server, one after the other, by tus: over a broken connection or a restart of the server each goes on
 * behind what has come. The server keeps what is to come (a job), so that the same files given again go on, too, after a reload.
 */
import { type DetailedError, Upload } from 'tus-js-client';
import type { Job, JobFile } from '#app/model.ts';
import { api, callApi } from '../state/api.ts';

/** Files of a job that waits for them, by their names, sizes and times of change. */
export interface Resumed {
  readonly job: string;
  readonly dataset: string;
  /** by file: its number in the job */
  readonly ids: ReadonlyMap<File, string>;
}

export interface Batch {
  readonly dataset: string;
  readonly files: readonly File[];
  /** also what the dataset has already */
  readonly again: boolean;
  readonly resumed?: Resumed | undefined;
}

interface Told {
  /** the job, as soon as it is there: with it the same files go on later */
  begun(batch: Resumed): void;
  /** bytes of all files that the server has */
  sent(bytes: number): void;
}

/** A standstill is tried again for about ten minutes. */
const RETRY_MS = [0, 500, 1000, 2000, ...new Array<number>(120).fill(5000)];

/** Resolves when the server has all bytes that it wants; rejects when it does not answer any more, or with the signal's reason. */
export async function sendFiles(batch: Batch, told: Told, signal: AbortSignal): Promise<string> {
  const begun = batch.resumed ?? (await announce(batch, signal));
  told.begun(begun);
  const { job, ids } = begun;
  let before = 0;
  for (const file of batch.files) {
    const id = ids.get(file);
    if (id === undefined) continue;
    await sendOne(file, `/api/uploads/${job}-${id}`, (sent) => told.sent(before + sent), signal);
    before += file.size;
  }
  return job;
}

async function announce({ dataset, files, again }: Batch, signal: AbortSignal): Promise<Resumed> {
  const body = {
    files: files.map(({ name, size, lastModified }) => ({ name: name.slice(-500), size, modified: lastModified })),
    again,
  };
  const path = `/api/datasets/${encodeURIComponent(dataset)}/uploads`;
  const reply = await callApi<{ job: Job; files: readonly JobFile[] }>('POST', path, body, signal);
  return { job: reply.job.id, dataset, ids: new Map(files.map((file, index) => [file, reply.files[index]!.id])) };
}

/** A file that the server refuses is over, too: the job tells why. */
function sendOne(file: File, uploadUrl: string, sent: (bytes: number) => void, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted || file.size === 0) return signal.aborted ? reject(signal.reason) : resolve();
    const upload = new Upload(file, {
      uploadUrl,
      retryDelays: RETRY_MS,
      storeFingerprintForResuming: false,
      onProgress: sent,
      onShouldRetry: (error) => isPassing(error),
      onSuccess: () => over(resolve),
      onError: (error) => over(() => (isRefusal(error) ? resolve() : reject(error))),
    });
    const stop = (): void => {
      void upload.abort();
      over(() => reject(signal.reason));
    };
    const over = (then: () => void): void => {
      signal.removeEventListener('abort', stop);
      then();
    };
    signal.addEventListener('abort', stop);
    upload.start();
  });
}

const statusOf = (error: Error): number => (error as Partial<DetailedError>).originalResponse?.getStatus() ?? 0;

/** No answer, a fault of the server, another connection that is not over yet, a job that is paused. */
function isPassing(error: Error): boolean {
  const status = statusOf(error);
  return status === 0 || status === 409 || status === 423 || (status >= 500 && status !== 507);
}

const isRefusal = (error: Error): boolean => statusOf(error) >= 400 && !isPassing(error);

/** The job that waits for these files, in this dataset or, where none is named, in any. */
export async function waitingFor(files: readonly File[], dataset: string | undefined): Promise<Resumed | undefined> {
  const jobs = await api.jobs();
  for (const job of jobs.toReversed()) {
    if (job.kind !== 'upload' || job.needs !== 'file' || (dataset !== undefined && job.dataset !== dataset)) continue;
    const open = (await api.jobFiles(job.id)).filter(({ state }) => state === 'waiting');
    const ids = new Map<File, string>();
    const taken = new Set<string>();
    for (const file of files) {
      const same = open.find(
        ({ id, name, size, modified }) =>
          !taken.has(id) && file.name.endsWith(name) && size === file.size && modified === file.lastModified,
      );
      if (same === undefined) continue;
      taken.add(same.id);
      ids.set(file, same.id);
    }
    if (ids.size > 0) return { job: job.id, dataset: job.dataset, ids };
  }
  return undefined;
}
