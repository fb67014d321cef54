/**
 * What keeps other sites out of a server without logins. A page elsewhere may make the browser send requests here, even
 * under a name of its own that it points at 127.0.0.1 (DNS rebinding); so the name asked for must be one of loopback, and
 * a request that a browser made must come from our own page.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#base/errors.ts';

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Addresses the server may listen on: only loopback, as there are no logins. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);
}

/**
 * The headers of a request that may be served. Any port is let through: behind `ssh -L 8000:localhost:9877` the browser
 * names port 8000, and a foreign name is refused whatever its port. AppError FORBIDDEN.
 */
function checkOrigin(headers: Readonly<Record<string, string | string[] | undefined>>): void {
  const host = single(headers.host);
  const name = host?.toLowerCase().replace(/:\d{1,5}$/, '');
  if (name === undefined || !(LOOPBACK_NAMES.has(name) || isLoopback(name))) {
    throw new AppError('FORBIDDEN', {
      reason: 'this server answers on localhost only; it was asked for under another name',
    });
  }
  const site = single(headers['sec-fetch-site']);
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw foreign();
  const origin = single(headers.origin);
  if (origin !== undefined && origin.toLowerCase() !== `http://${host?.toLowerCase()}`) throw foreign();
}

function foreign(): AppError {
  return new AppError('FORBIDDEN', { reason: 'the request comes from a page of another site' });
}

function single(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** Mantine, ECharts and CodeMirror set styles from script, hence 'unsafe-inline' for styles alone; images may be inlined. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** For every request, before anything else is done with it. */
export async function guard(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers(HEADERS);
  // The route says what is asked for: the address may spell it otherwise, as /%61pi/.
  if (request.url.startsWith('/api/') || request.routeOptions.url?.startsWith('/api/')) {
    reply.header('cache-control', 'no-store');
    checkOrigin(request.headers);
  } else {
    checkOrigin({ host: request.headers.host });
  }
}
