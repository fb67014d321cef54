/**
 * The bytes behind a URL, in order, as they come. Redirects are followed after the same checks as the first address; a broken
 * connection is taken up again where it broke (Range with If-Match, RFC 9110 §13, §14), and only if nothing has changed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { sasOf } from './azure-sas.ts';
import { ask } from './connect.ts';
import { type Resolve, reachable, resolveBySystem } from './host.ts';
import { refusalWords } from './refusals.ts';
import { isAzureStorage, type Target, targetOf } from './target.ts';

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** private networks that may be fetched from all the same */
  readonly allowed?: readonly IpRange[];
  readonly resolve?: Resolve;
  readonly maxBytes?: number;
  readonly idleMs?: number;
  /** waits between tries; its length is how often a standstill is tried again */
  readonly waitsMs?: readonly number[];
  readonly ca?: string;
  /** headers for the target's own host, made anew for each request: a redirect elsewhere does not get them */
  readonly authorize?: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  /** called when the first answer is there; bytes where the server tells */
  readonly onSize?: (bytes: number | undefined) => void;
  /** what an earlier download brought: this one goes on behind it */
  readonly from?: Readonly<Partial<Known>>;
  /** called when the first answer is there, before its first byte */
  readonly onKnown?: (known: Readonly<Known>) => void;
  /** called with a plain sentence before a try after a fault */
  readonly onRetry?: (reason: string) => void;
}

const MAX_REDIRECTS = 5;
const IDLE_MS = 60_000;
const WAITS_MS = [500, 1000, 2000, 4000, 8000, 15_000, 30_000];
const TRIES_AT_FIRST = 3;
const MAX_RETRY_AFTER_MS = 120_000;
/** Read of a refusal's body for its code. */
const MAX_ERROR_BYTES = 16_384;

/** How far a download has come, and what tells that the rest is of the same bytes. */
export interface Known {
  offset: number;
  total: number | undefined;
  etag: string | undefined;
  modified: string | undefined;
}

class Again extends Error {
  readonly afterMs: number | undefined;
  constructor(message: string, afterMs?: number) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** AppError URL_REFUSED (the address) or URL_FAILED (the server), never with the query; the signal's reason when aborted. */
export async function* download(target: Target, options: DownloadOptions): AsyncGenerator<Uint8Array> {
  const { signal, waitsMs = WAITS_MS, maxBytes = Number.POSITIVE_INFINITY } = options;
  const known: Known = { offset: 0, total: undefined, etag: undefined, modified: undefined, ...options.from };
  if (known.total !== undefined && known.offset >= known.total && known.offset > 0) return;
  const begun = known.offset;
  let tries = 0;
  for (;;) {
    const before = known.offset;
    try {
      for await (const piece of oneConnection(target, known, options)) {
        if (known.offset > maxBytes) fail(target, `it is longer than ${maxBytes} bytes, the largest this server takes`);
        yield piece;
      }
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof AppError) throw error;
      if (known.offset > before) tries = 0;
      const reason = error instanceof Again ? error.message : connectionWords(error);
      if (isFinal(error)) fail(target, reason);
      // Where nothing has come yet the address may be wrong: not tried for long.
      const most = known.offset === begun ? Math.min(TRIES_AT_FIRST, waitsMs.length) : waitsMs.length;
      const wait = tries < most ? waitsMs[tries] : undefined;
      tries++;
      if (wait === undefined) fail(target, reason);
      options.onRetry?.(reason);
      await sleep(Math.max(wait!, error instanceof Again ? (error.afterMs ?? 0) : 0), undefined, { signal }).catch(() =>
        signal.throwIfAborted(),
      );
    }
  }
}

async function* oneConnection(target: Target, known: Known, options: DownloadOptions): AsyncGenerator<Uint8Array> {
  const response = await open(target, known, options);
  const { statusCode: status = 0, headers } = response;
  try {
    const length = numberOf(headers['content-length']);
    let skip = 0;
    if (status === 206) {
      const [, start, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? [];
      if (Number(start) !== known.offset) fail(target, 'the server gives another part than was asked for');
      if (total !== undefined && total !== '*' && known.total !== undefined && Number(total) !== known.total)
        fail(target, refusalWords({ status: 412, code: '', hasSignature: false, isAzure: false }), true);
    } else {
      const etag = strong(headers.etag);
      const modified = headers['last-modified'];
      if (known.offset > 0) {
        // The server knows no ranges: it starts anew, with the same bytes only if it says so.
        const isSame =
          known.etag !== undefined ? etag === known.etag : known.modified !== undefined && modified === known.modified;
        if (!isSame) fail(target, 'the connection broke and the server cannot go on where it broke: try again', true);
        skip = known.offset;
      } else {
        known.etag = etag;
        known.modified = modified;
        known.total = length;
        options.onSize?.(length);
        options.onKnown?.({ ...known });
      }
    }
    for await (const piece of response as AsyncIterable<Buffer>) {
      const part = skip === 0 ? piece : piece.subarray(Math.min(skip, piece.length));
      skip -= piece.length - part.length;
      if (part.length === 0) continue;
      known.offset += part.length;
      yield part;
    }
    if (!response.complete || (known.total !== undefined && known.offset < known.total))
      throw new Again('the connection was lost');
  } finally {
    response.destroy();
  }
}

/** The first answer that is no redirect and no refusal. */
async function open(target: Target, known: Known, options: DownloadOptions): ReturnType<typeof ask> {
  let here = target;
  for (let redirects = 0; ; redirects++) {
    const { url, shown } = here;
    const endpoints = await reachable(url.hostname, shown, options.resolve ?? resolveBySystem, options.allowed ?? []);
    const isOwn = url.origin === target.url.origin;
    const range: Record<string, string> = isOwn ? { ...(await options.authorize?.(options.signal)) } : {};
    if (known.offset > 0) {
      range.range = `bytes=${known.offset}-`;
      if (known.etag !== undefined) range['if-match'] = known.etag;
      else if (known.modified !== undefined) range['if-unmodified-since'] = known.modified;
    }
    const response = await ask({
      url,
      endpoints,
      headers: range,
      idleMs: options.idleMs ?? IDLE_MS,
      signal: options.signal,
      ca: options.ca,
    });
    const { statusCode: status = 0, headers } = response;
    if (status === 200 || (status === 206 && known.offset > 0)) return response;
    if ([301, 302, 303, 307, 308].includes(status) && headers.location !== undefined) {
      response.destroy();
      if (redirects === MAX_REDIRECTS) fail(target, `it is redirected more than ${MAX_REDIRECTS} times`);
      here = redirected(here, headers.location);
      continue;
    }
    const code = await errorCode(response);
    const isAzure = isAzureStorage(url.hostname) || headers['x-ms-request-id'] !== undefined;
    const hasSignature = sasOf(url.search) !== undefined || options.authorize !== undefined;
    const words = refusalWords({ status, code, hasSignature, isAzure });
    if (status === 408 || status === 429 || status >= 500) throw new Again(words, retryAfter(headers['retry-after']));
    fail(here, words, status === 412 || status === 416);
  }
}

function redirected(from: Target, location: string): Target {
  let next: URL;
  try {
    next = new URL(location, from.url);
  } catch {
    return fail(from, 'it is redirected to something that is no address');
  }
  if (from.url.protocol === 'https:' && next.protocol === 'http:' && !isAzureStorage(next.hostname))
    fail(from, 'it is redirected from https to http, which is not followed');
  return targetOf(next.href);
}

async function errorCode(response: Awaited<ReturnType<typeof ask>>): Promise<string> {
  const told = response.headers['x-ms-error-code'];
  let text = '';
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      text += piece.toString('latin1');
      if (text.length > MAX_ERROR_BYTES) break;
    }
  } catch {
    // The status says enough.
  }
  response.destroy();
  const code = typeof told === 'string' ? told : (/<Code>(\w{1,64})<\/Code>/.exec(text)?.[1] ?? '');
  return /^\w{1,64}$/.test(code) ? code : '';
}

/** `isOther`: what came before is of no use any more. */
function fail(target: Target, reason: string, isOther = false): never {
  throw new AppError('URL_FAILED', { url: target.shown, reason, ...(isOther ? { isOther: 1 } : {}) });
}

/** True when the bytes behind the address are no longer those that came before. */
export const isOtherNow = (error: unknown): boolean => error instanceof AppError && error.data.isOther === 1;

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;

/** A weak validator does not say that bytes are equal. */
const strong = (etag: string | undefined): string | undefined => (etag?.startsWith('W/') ? undefined : etag);

function retryAfter(text: string | undefined): number | undefined {
  const seconds = numberOf(text);
  return seconds === undefined ? undefined : Math.min(seconds * 1000, MAX_RETRY_AFTER_MS);
}

const CONNECTION: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody answers there (connection refused)',
  ECONNRESET: 'the connection was lost',
  EPIPE: 'the connection was lost',
  ETIMEDOUT: 'the server does not answer in time',
  EHOSTUNREACH: 'there is no way to the host',
  ENETUNREACH: 'there is no way to the network of the host',
  EAI_AGAIN: 'the name cannot be resolved now',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate of the server is signed by nobody known',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate of the server is signed by nobody known',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate of the server is signed by nobody known',
  CERT_HAS_EXPIRED: 'the certificate of the server has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate of the server is for another name',
};

/** Faults that do not pass with time. */
function isFinal(error: unknown): boolean {
  const { code = '' } = error as NodeJS.ErrnoException;
  return /CERT|SIGNATURE|^ERR_TLS|^EPROTO|^HPE_/.test(code);
}

function connectionWords(error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  return CONNECTION[code] ?? `the connection failed${code === '' ? '' : ` (${code})`}`;
}
