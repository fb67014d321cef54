/** Typed calls to the server. */

import type {
  CaptureFile,
  Dataset,
  FilterHint,
  FlowPackets,
  Job,
  JobFile,
  PacketBytes,
  Quality,
  Renewal,
} from '#app/model.ts';
import type { Answer, FilterFault, Question } from '#query/question.ts';
import { t } from '../language/t.ts';
import { asker } from './asker.ts';

export interface About {
  readonly name: string;
  readonly version: string;
  readonly licences?: readonly {
    readonly name: string;
    readonly licence: string;
    readonly what?: string;
    readonly url?: string;
  }[];
}

/** The server said no; `message` is in the user's words. status 0: it could not be reached. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure';
  readonly status: number;
  readonly details: string;
  /** which failure it is, for what the page does about it; '' = none the server names */
  readonly code: string;
  constructor(status: number, message: string, details: string, code = '') {
    super(message);
    this.status = status;
    this.details = details;
    this.code = code;
  }
}

export async function callApi<T>(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const call = `${method} ${path}`;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      ...(signal ? { signal } : {}),
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new ApiFailure(0, t('Capscope does not answer. Is it still running?'), `${call}: ${String(cause)}`);
  }
  const text = await response.text();
  const json = parseJson(text);
  // a filter that can't be understood comes with status 400 and is an answer all the same
  if (response.ok || isFault(json)) return json as T;
  throw failed(call, response.status, json, text);
}

function failed(call: string, status: number, json: unknown, text: string): ApiFailure {
  const { message, code } = (json ?? {}) as { message?: unknown; code?: unknown };
  return new ApiFailure(
    status,
    typeof message === 'string' ? message : t('Capscope could not answer this.'),
    `${call}: ${status} ${text.slice(0, 2000)}`,
    typeof code === 'string' ? code : '',
  );
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const isFault = (json: unknown): json is FilterFault =>
  typeof json === 'object' && json !== null && (json as { ok?: unknown }).ok === false && 'start' in json;

export type Reply<K extends Question['kind']> =
  | { readonly ok: true; readonly answer: Answer<K>; readonly version: number }
  | FilterFault;

/** JSON has no undefined in lists: what is not known comes as null. */
function told<K extends Question['kind']>(reply: Reply<K>): Reply<K> {
  if (!reply.ok || reply.answer === undefined || !('groups' in reply.answer)) return reply;
  const answer = reply.answer as Answer<'groups'>;
  const rows = answer.rows.map((row) => ({ ...row, values: row.values.map((value) => value ?? undefined) }));
  return { ...reply, answer: { ...answer, rows } as unknown as Answer<K> };
}

const asked = asker(callApi, failed);

const at = (dataset: string) => `/api/datasets/${encodeURIComponent(dataset)}`;

export const api = {
  about: () => callApi<About>('GET', '/api/about'),
  datasets: () => callApi<readonly Dataset[]>('GET', '/api/datasets'),
  dataset: (id: string) => callApi<Dataset>('GET', at(id)),
  files: (id: string) => callApi<readonly CaptureFile[]>('GET', `${at(id)}/files`),
  hints: (id: string, filter: string) =>
    callApi<readonly FilterHint[]>('GET', `${at(id)}/hints?filter=${encodeURIComponent(filter)}`),
  quality: (id: string) => callApi<Quality>('GET', `${at(id)}/quality`),
  renewal: (id: string) => callApi<Renewal>('GET', `${at(id)}/renewal`),
  renew: (id: string) => callApi<Job>('POST', `${at(id)}/renewal`),
  jobs: () => callApi<readonly Job[]>('GET', '/api/jobs'),
  jobFiles: (id: string) => callApi<readonly JobFile[]>('GET', `/api/jobs/${encodeURIComponent(id)}/files`),
  packets: (id: string, flow: number, offset: number, limit: number, signal?: AbortSignal) =>
    callApi<FlowPackets>('GET', `${at(id)}/flows/${flow}/packets?offset=${offset}&limit=${limit}`, undefined, signal),
  packet: (id: string, flow: number, number: number, signal?: AbortSignal) =>
    callApi<PacketBytes>('GET', `${at(id)}/flows/${flow}/packets/${number}`, undefined, signal),
  ask: async <Q extends Question>(dataset: string, question: Q, signal?: AbortSignal) =>
    told((await asked(at(dataset), question, signal)) as Reply<Q['kind']>),
};
