/**
 * A URL that a user names as a capture: checked, and told without its secrets. Only http and https; Azure's storage is
 * always asked by https. The query is passed on byte for byte (a signature covers it) and never told to anybody.
 */
import { AppError } from '#base/errors.ts';
import { isIp } from './host.ts';

export interface Target {
  /** as it is fetched, with its secrets: never logged, stored or shown */
  readonly url: URL;
  /** without query, fragment and credentials */
  readonly shown: string;
  /** last part of the path, for a name */
  readonly name: string;
}

const MAX_LENGTH = 16_384;
const AZURE_HOSTS =
  /\.(blob|dfs|file)(\.storage\.azure\.net|\.core\.(windows\.net|usgovcloudapi\.net|chinacloudapi\.cn|cloudapi\.de))$/;

/** AppError URL_REFUSED: what is wrong, in words; never with the query. */
export function targetOf(text: string): Target {
  const trimmed = text.trim();
  const refuse = (reason: string, shown = withoutQuery(trimmed)): never => {
    throw new AppError('URL_REFUSED', { url: shown, reason });
  };
  if (trimmed.length > MAX_LENGTH) refuse(`is longer than ${MAX_LENGTH} characters`);
  if (/[\p{Cc}]/u.test(trimmed)) refuse('has control characters in it');
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return refuse('is no address: it should look like https://account.blob.core.windows.net/container/capture.cap');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    refuse(`${url.protocol.replace(/:$/, '')} is not read: only http and https`);
  if (url.hostname === '') refuse('names no host');
  if (url.username !== '' || url.password !== '') refuse('has a user name or password before the host: leave it out');
  url.hash = '';
  if (isAzureStorage(url.hostname) && url.protocol === 'http:') {
    url.protocol = 'https:';
    if (url.port === '80') url.port = '';
  }
  return { url, shown: withoutQuery(url.href), name: nameOf(url) };
}

export function isAzureStorage(hostname: string): boolean {
  return AZURE_HOSTS.test(`.${hostname.toLowerCase().replace(/\.$/, '')}`) && !isIp(hostname);
}

/** What may be told of a URL. */
export function withoutQuery(text: string): string {
  return text
    .replace(/[?#].*$/s, '')
    .replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1')
    .replace(/[\p{Cc}]/gu, '')
    .slice(0, 300);
}

function nameOf(url: URL): string {
  const last = url.pathname.split('/').filter(Boolean).at(-1) ?? url.hostname;
  try {
    return decodeURIComponent(last);
  } catch {
    return last;
  }
}
