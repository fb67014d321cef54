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

/** Signs of a secret where none belongs: in the path, when a "?" was lost or written as %3F. */
const SECRET = /[?&;/]?(sig|se|sv|skoid|AccountKey|SharedAccessSignature|SharedAccessKey|token|password)(=|%3d)/i;

/** AppError URL_REFUSED: what is wrong, in words; never with the query, nor with a text that is no address. */
export function targetOf(text: string): Target {
  const trimmed = text.trim();
  const refuse = (reason: string, shown: string): never => {
    throw new AppError('URL_REFUSED', { url: shown, reason });
  };
  if (trimmed.length > MAX_LENGTH) refuse(`it is longer than ${MAX_LENGTH} characters`, 'the address');
  if (/[\p{Cc}]/u.test(trimmed)) refuse('it has control characters in it', 'the address');
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch {
    return refuse(
      'it should look like https://account.blob.core.windows.net/container/capture.cap',
      'this is no address',
    );
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    refuse('only http and https are read', `an address of ${url.protocol.replace(/:$/, '').slice(0, 20)}`);
  if (url.hostname === '') refuse('it names no host', 'the address');
  const site = `${url.protocol}//${url.host}/`;
  if (url.username !== '' || url.password !== '')
    refuse('there is a user name or password before the host: leave it out', site);
  if (SECRET.test(url.pathname) || SECRET.test(decoded(url.pathname)))
    refuse('its path holds what belongs behind a "?": copy the whole link again', site);
  url.hash = '';
  if (isAzureStorage(url.hostname) && url.protocol === 'http:') {
    url.protocol = 'https:';
    if (url.port === '80') url.port = '';
  }
  return { url, shown: shownOf(url), name: nameOf(url) };
}

export function isAzureStorage(hostname: string): boolean {
  return AZURE_HOSTS.test(`.${hostname.toLowerCase().replace(/\.$/, '')}`) && !isIp(hostname);
}

/** What may be told of an address that holds nothing but what it should. */
export function shownOf(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`.slice(0, 300);
}

function nameOf(url: URL): string {
  return decoded(url.pathname.split('/').filter(Boolean).at(-1) ?? url.hostname);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
