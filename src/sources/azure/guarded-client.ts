/** HTTP for Azure's library by the same checks as any other link: addresses resolved, judged and pinned, answers bounded. */
import type { IHttpClient } from '@azure/storage-blob';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { ask } from '../url/connect.ts';
import { type Resolve, reachable, resolveBySystem } from '../url/host.ts';
import { isAzureStorage, shownOf } from '../url/target.ts';

export interface Reach {
  /** private networks that may be asked all the same */
  readonly allowed: readonly IpRange[];
  readonly resolve?: Resolve;
  /** certificate authorities beside the usual ones, PEM */
  readonly ca?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A page of a listing has 5000 names of 1024 letters at most. */
const MAX_ANSWER_BYTES = 64 << 20;
const IDLE_MS = 30_000;
/** Ours are sent instead. */
const NOT_SENT = new Set(['user-agent', 'accept-encoding', 'connection']);

/** Reads only: any method but GET and HEAD is refused. AppError URL_REFUSED for addresses that may not be asked. */
export function guardedClient({ allowed, resolve = resolveBySystem, ca, signal }: Reach): IHttpClient {
  return {
    async sendRequest(request) {
      if (request.method !== 'GET') throw new Error(`bug: ${request.method} is not sent to a storage`);
      const url = new URL(request.url);
      if (url.protocol === 'http:' && isAzureStorage(url.hostname)) url.protocol = 'https:';
      const endpoints = await reachable(url.hostname, shownOf(url), resolve, allowed);
      const headers = Object.fromEntries(
        request.headers
          .headersArray()
          .map(({ name, value }) => [name.toLowerCase(), value] as const)
          .filter(([name]) => !NOT_SENT.has(name)),
      );
      const response = await ask({
        url,
        endpoints,
        headers,
        idleMs: IDLE_MS,
        signal: signal ?? new AbortController().signal,
        ca,
      });
      const pieces: Buffer[] = [];
      let bytes = 0;
      for await (const piece of response as AsyncIterable<Buffer>) {
        bytes += piece.length;
        if (bytes > MAX_ANSWER_BYTES) {
          response.destroy();
          throw new AppError('URL_FAILED', { url: shownOf(url), reason: 'the answer is too long' });
        }
        pieces.push(piece);
      }
      const told = request.headers.clone();
      for (const name of told.headerNames()) told.remove(name);
      for (const [name, value] of Object.entries(response.headers))
        if (value !== undefined) told.set(name, Array.isArray(value) ? value.join(', ') : value);
      return { request, status: response.statusCode ?? 0, headers: told, bodyAsText: Buffer.concat(pieces).toString() };
    },
  };
}
