/** One HTTP request to a checked address: the connection uses the addresses that were checked and never resolves again. */
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Endpoint } from './host.ts';

export interface Asked {
  readonly url: URL;
  readonly endpoints: readonly Endpoint[];
  readonly headers: Readonly<Record<string, string>>;
  /** silence after which the connection is given up */
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** certificate authorities beside the usual ones, PEM */
  readonly ca?: string | undefined;
}

/** The response; its body must be read or destroyed. Rejects with the system's error. */
export function ask({ url, endpoints, headers, idleMs, signal, ca }: Asked): Promise<http.IncomingMessage> {
  const pinned: LookupFunction = (_hostname, options, done) => {
    const first = endpoints[0]!;
    if (options.all === true)
      done(
        null,
        endpoints.map(({ address, family }) => ({ address, family })),
      );
    else done(null, first.address, first.family);
  };
  return new Promise((resolve, reject) => {
    const options: https.RequestOptions = {
      method: 'GET',
      headers: { 'user-agent': 'capscope', accept: '*/*', 'accept-encoding': 'identity', ...headers },
      lookup: pinned,
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
    };
    const request = url.protocol === 'https:' ? https.request(url, options) : http.request(url, options);
    request.setTimeout(idleMs, () => request.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
    request.once('response', resolve);
    request.once('error', reject);
    request.end();
  });
}
