/**
 * Imports for the commands, by whoever owns the data directory: this process, or a server that runs already and is
 * asked over HTTP. Both look the same from here.
 */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Capscope } from '#app/capscope.ts';
import { isStream, openStream, spokenName, wholePath } from '#app/local-file.ts';
import type { CaptureFile, Dataset, Job } from '#app/model.ts';
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import { isUrl } from './usage.ts';

export interface Door {
  /** where a server shows the data; undefined when none runs */
  readonly address: string | undefined;
  datasets(): Promise<readonly Dataset[]>;
  create(name: string, settings?: DecodeSettings): Promise<Dataset>;
  remove(id: string): Promise<void>;
  /** Starts the import of files, or of one stream ("-" is standard input). */
  start(id: string, paths: readonly string[], how?: How): Promise<Job>;
  job(id: string): Promise<Job>;
  cancel(id: string): Promise<void>;
  /** ends a live stream with what has come */
  finish(id: string): Promise<void>;
  files(id: string): Promise<readonly CaptureFile[]>;
  close(): Promise<void>;
}

export interface How {
  /** also what the dataset has already */
  readonly again?: boolean;
  /** false: a stream is not kept on disk */
  readonly keep?: boolean;
}

/** The door of this process. */
export function ownDoor(app: Capscope, address?: string): Door {
  return {
    address,
    datasets: async () => app.listDatasets(),
    create: async (name, settings) => app.createDataset(name, undefined, settings),
    remove: (id) => app.deleteDataset(id),
    start: async (id, paths, { again = false, keep = true } = {}) => {
      if (isUrl(paths[0]!)) return app.imports.url(id, paths[0]!, { again });
      if (isStream(paths[0]!)) return startUpload(app, id, paths[0]!, { again, keep });
      return app.imports.files(id, paths.map(wholePath), { again });
    },
    job: async (id) => app.jobs.get(id),
    cancel: async (id) => void (await app.jobs.cancel(id)),
    finish: async (id) => void (await app.finishStream(id)),
    files: (id) => app.files(id),
    close: () => app.close(),
  };
}

/** The upload's job is told while the bytes still come. */
function startUpload(app: Capscope, id: string, path: string, how: How): Promise<Job> {
  return new Promise((resolve, reject) => {
    const stop = app.listen((change) => {
      if (change.kind !== 'job' || change.job.dataset !== id) return;
      stop();
      resolve(change.job);
    });
    app.imports.upload(id, { name: spokenName(path), bytes: openStream(path), ...how }).catch(reject);
  });
}

export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Requests to a server on this machine. */
export function callTo(address: string): Call {
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(address + path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    }).catch(() => {
      throw new AppError('CAPTURE_UNREADABLE', { path: address, reason: 'the running Capscope does not answer' });
    });
    return answerOf<T>(response);
  };
}

/** The door of a server on this machine. */
export function remoteDoor(port: number): Door {
  const address = `http://127.0.0.1:${port}`;
  const call = callTo(address);
  const job = async (id: string): Promise<Job> => {
    const jobs = await call<Job[]>('GET', '/api/jobs');
    const found = jobs.find((candidate) => candidate.id === id);
    if (found === undefined) throw new AppError('NOT_FOUND', { what: `the import ${id}` });
    return found;
  };
  return {
    address,
    datasets: () => call<Dataset[]>('GET', '/api/datasets'),
    create: (name, settings) =>
      call<Dataset>('POST', '/api/datasets', { name, ...(settings === undefined ? {} : { settings }) }),
    remove: (id) => call('DELETE', `/api/datasets/${id}`),
    async start(id, paths, { again = false, keep = true } = {}) {
      const [path] = paths;
      if (isUrl(path!)) return call<Job>('POST', `/api/datasets/${id}/url`, { url: path, again });
      if (!isStream(path!)) {
        return call<Job>('POST', `/api/datasets/${id}/import`, { paths: paths.map(wholePath), again });
      }
      const response = await fetch(
        `${address}/api/datasets/${id}/upload?name=${encodeURIComponent(spokenName(path!))}&again=${again}&keep=${keep}`,
        {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: Readable.toWeb(
            path === '-' ? createReadStream('', { fd: 0, autoClose: false }) : createReadStream(path!),
          ) as ReadableStream,
          duplex: 'half',
        } as RequestInit,
      );
      return answerOf<Job>(response);
    },
    job,
    cancel: (id) => call('DELETE', `/api/jobs/${id}`),
    finish: (id) => call('POST', `/api/jobs/${id}/finish`),
    files: (id) => call<CaptureFile[]>('GET', `/api/datasets/${id}/files`),
    close: async () => {},
  };
}

async function answerOf<T>(response: Response): Promise<T> {
  const answer = (await response.json()) as T & { code?: string; message?: string };
  if (response.ok) return answer;
  if (answer.code === 'USAGE') throw new AppError('USAGE', { message: answer.message ?? '' });
  if (answer.code === 'FORBIDDEN') throw new AppError('FORBIDDEN', { reason: answer.message ?? '' });
  throw new AppError('CAPTURE_UNREADABLE', {
    path: 'the running Capscope',
    reason: answer.message ?? String(response.status),
  });
}
