/**
 * HTTP for Azure's libraries to the services that the operator configured (sign-in, Resource Manager): those are trusted as the
 * operator is, so addresses are not judged as links are. A token is sent to the one host it is for, and to no other.
 */
import http from 'node:http';
import https from 'node:https';
import type { DefaultAzureCredentialOptions } from '@azure/identity';

type HttpClient = NonNullable<DefaultAzureCredentialOptions['httpClient']>;
type Request = Parameters<HttpClient['sendRequest']>[0];
type Response = Awaited<ReturnType<HttpClient['sendRequest']>>;
type Headers = Request['headers'];

const MAX_ANSWER_BYTES = 64 << 20;
export const IDLE_MS = 60_000;
const NOT_SENT = new Set(['accept-encoding', 'connection', 'content-length', 'host']);

export interface ServiceReach {
  /** requests to other hosts are refused; undefined: any host may be asked */
  readonly origin?: string;
  /** certificate authorities beside the usual ones, PEM */
  readonly ca?: string | undefined;
}

export function serviceClient({ origin, ca }: ServiceReach): HttpClient {
  return {
    async sendRequest(request: Request): Promise<Response> {
      const url = new URL(request.url);
      if (origin !== undefined && url.origin !== origin)
        throw Object.assign(new Error('the service names an address of another host'), { code: 'OTHER_HOST' });
      const body = request.body ?? undefined;
      if (body !== undefined && typeof body !== 'string') throw new Error('bug: only text is sent to a service');
      const headers = Object.fromEntries([...request.headers].filter(([name]) => !NOT_SENT.has(name.toLowerCase())));
      const answer = await askService(url, {
        method: request.method,
        headers: { 'user-agent': 'capscope', ...headers },
        body,
        idleMs: request.timeout > 0 ? Math.min(request.timeout, IDLE_MS) : IDLE_MS,
        signal: signalOf(request),
        ca,
      });
      return { request, status: answer.status, headers: headersOf(answer.headers), bodyAsText: answer.text };
    },
  };
}

/** As the library has them: names without regard to case. */
function headersOf(headers: http.IncomingHttpHeaders): Headers {
  const all = new Map<string, string>();
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) all.set(name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value);
  return {
    get: (name) => all.get(name.toLowerCase()),
    has: (name) => all.has(name.toLowerCase()),
    set: (name, value) => void all.set(name.toLowerCase(), String(value)),
    delete: (name) => void all.delete(name.toLowerCase()),
    toJSON: () => Object.fromEntries(all),
    [Symbol.iterator]: () => all.entries(),
  };
}

/** The libraries' own signals are no AbortSignals of Node. */
function signalOf({ abortSignal }: Request): AbortSignal {
  const controller = new AbortController();
  if (abortSignal?.aborted === true) controller.abort();
  abortSignal?.addEventListener('abort', () => controller.abort());
  return controller.signal;
}

export interface ServiceRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly idleMs: number;
  readonly signal: AbortSignal;
  readonly ca: string | undefined;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** Rejects with the system's error. */
export function askService(
  url: URL,
  { method, headers, body, idleMs, signal, ca }: ServiceRequest,
): Promise<ServiceAnswer> {
  return new Promise((resolve, reject) => {
    const length =
      body === undefined
        ? method === 'GET'
          ? {}
          : { 'content-length': '0' }
        : { 'content-length': String(Buffer.byteLength(body)) };
    const options: https.RequestOptions = {
      method,
      headers: { ...headers, ...length },
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
    };
    const request = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
    request.setTimeout(idleMs, () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.once('error', reject);
    request.once('response', (response) => {
      const pieces: Buffer[] = [];
      let bytes = 0;
      response.on('data', (piece: Buffer) => {
        pieces.push(piece);
        bytes += piece.length;
        if (bytes > MAX_ANSWER_BYTES) response.destroy(new Error('the answer is too long'));
      });
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(pieces).toString(),
        }),
      );
    });
    request.end(body);
  });
}
