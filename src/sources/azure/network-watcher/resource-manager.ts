/**
 * Azure Resource Manager, for one sign-in. Lists are read page by page (nextLink), throttling waits as it is told to
 * (Retry-After), refusals come as AppError AZURE with what to do. A token goes to the configured host and to no other.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { NetworkManagementClient } from '@azure/arm-network';
import { AppError } from '#base/errors.ts';
import { askService, IDLE_MS, serviceClient } from '../service-client.ts';
import type { Identity } from '../sign-in.ts';
import { armWords } from './refusals.ts';

const TRIES = 5;
const MOST_WAIT_MS = 60_000;
/** Of a list: pages that are read, and entries that are told. */
const MOST_PAGES = 200;
const MOST_ENTRIES = 20_000;

type Json = Readonly<Record<string, unknown>>;

/** What an attempt is called in a refusal. */
export interface Doing {
  /** of what: "subscription 1a2b", "capture pc1" */
  readonly what: string;
  /** "read this", "start a capture" … */
  readonly doing: string;
}

export class ResourceManager {
  readonly identity: Identity;
  readonly #origin: string;
  readonly #clients = new Map<string, Promise<NetworkManagementClient>>();

  constructor(identity: Identity) {
    this.identity = identity;
    this.#origin = new URL(identity.cloud.resourceManager).origin;
  }

  /** Azure's own library for Microsoft.Network; loaded when it is asked for. */
  network(subscription: string): Promise<NetworkManagementClient> {
    let client = this.#clients.get(subscription);
    if (client === undefined) {
      client = import('@azure/arm-network').then(({ NetworkManagementClient: Client }) => {
        const { tokens, cloud, ca } = this.identity;
        return new Client(tokens, subscription, {
          endpoint: cloud.resourceManager,
          credentials: { scopes: [cloud.managementScope] },
          httpClient: serviceClient({ origin: this.#origin, ca }),
          retryOptions: { maxRetries: TRIES - 1, maxRetryDelayInMs: MOST_WAIT_MS },
        });
      });
      this.#clients.set(subscription, client);
    }
    return client;
  }

  /** All entries of a list, page by page. */
  async list(path: string, version: string, doing: Doing, signal?: AbortSignal): Promise<readonly Json[]> {
    const all: Json[] = [];
    let next: URL | undefined = new URL(`${this.identity.cloud.resourceManager}${path}?api-version=${version}`);
    for (let pages = 0; next !== undefined && pages < MOST_PAGES && all.length < MOST_ENTRIES; pages++) {
      const page: Json = await this.#get(next, doing, signal);
      if (Array.isArray(page.value)) all.push(...(page.value as unknown[]).filter(isObject));
      next = this.#nextOf(page.nextLink, doing);
    }
    return all.slice(0, MOST_ENTRIES);
  }

  #nextOf(link: unknown, { what }: Doing): URL | undefined {
    if (typeof link !== 'string' || link === '') return undefined;
    const next = URL.canParse(link) ? new URL(link) : undefined;
    if (next?.origin !== this.#origin)
      throw new AppError('AZURE', {
        what,
        reason: 'the list goes on at an address of another host, which is not followed',
      });
    return next;
  }

  async #get(url: URL, doing: Doing, signal = new AbortController().signal): Promise<Json> {
    for (let tries = 1; ; tries++) {
      const token = await this.identity.managementToken(signal);
      const headers = { authorization: `Bearer ${token}`, accept: 'application/json', 'user-agent': 'capscope' };
      const request = { method: 'GET', headers, body: undefined, idleMs: IDLE_MS, signal, ca: this.identity.ca };
      const answer = await askService(url, request).catch((error: unknown) => {
        signal.throwIfAborted();
        throw unreachable(error, doing);
      });
      const body = parsed(answer.text);
      if (answer.status === 200) return body;
      const isPassing = answer.status === 429 || answer.status >= 500;
      if (!isPassing || tries === TRIES) throw refusal(answer.status, body, doing);
      const told = Number(answer.headers['retry-after']);
      const waitMs = Number.isFinite(told) && told >= 0 ? told * 1000 : 500 * 2 ** tries;
      await sleep(Math.min(waitMs, MOST_WAIT_MS), undefined, { signal });
    }
  }
}

function refusal(status: number, body: Json, { what, doing }: Doing): AppError {
  const error = isObject(body.error) ? body.error : {};
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  return new AppError('AZURE', {
    what,
    reason: armWords({ status, code: text(error.code), message: text(error.message), doing }),
  });
}

/** What Azure's library threw, in words. Errors of ours pass through. */
export function inWords(error: unknown, doing: Doing): Error {
  const { what } = doing;
  if (error instanceof AppError) return error;
  const told = error as { name?: string; statusCode?: number; code?: string; message?: string; cause?: unknown };
  if (told.name === 'AbortError') return error as Error;
  if (told.cause instanceof AppError) return told.cause;
  const message = told.message ?? '';
  const failed = /operation has (?:failed|been canceled)\.?\s*(?:(\w+)\. )?(.*)$/is.exec(message);
  if (failed !== null) {
    const reason = armWords({ status: 0, code: failed[1] ?? '', message: failed[2] ?? '', doing: doing.doing });
    return new AppError('AZURE', {
      what,
      reason: reason.replace(/^Azure answers 0 ?/, 'Azure could not do it: ').replace(/: :|: $/, ''),
    });
  }
  if (typeof told.statusCode === 'number')
    return new AppError('AZURE', {
      what,
      reason: armWords({ status: told.statusCode, code: told.code ?? '', message, doing: doing.doing }),
    });
  if (told.code !== undefined) return unreachable(error, doing);
  return error as Error;
}

function unreachable(error: unknown, { what }: Doing): Error {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (code === '') return error as Error;
  const reason =
    code === 'OTHER_HOST'
      ? 'Azure names an address of another host, which is not followed'
      : `Azure Resource Manager cannot be reached (${code}): is this machine online, is the cloud the right one?`;
  return new AppError('AZURE', { what, reason });
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
