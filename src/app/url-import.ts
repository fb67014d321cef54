/** A capture behind a URL, or one that comes over TCP: fetched into the data directory, and imported while it still comes. */
import { Readable } from 'node:stream';
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import { isStreamAddress, streamFrom, streamTargetOf } from '#sources/pcap-over-ip/client.ts';
import { type SasFinding, sasFindings, sasOf, sasWords } from '#sources/url/azure-sas.ts';
import { download } from '#sources/url/download.ts';
import { isAzureStorage, type Target, targetOf } from '#sources/url/target.ts';
import type { Upload } from './upload.ts';

/** What is known of a link before it is fetched, without its secrets. */
export interface LinkFacts {
  readonly shown: string;
  readonly name: string;
  /** what its signature allows, in words; undefined without one */
  readonly signature?: string;
  /** what will stop it, or may */
  readonly findings: SasFinding[];
}

/** AppError URL_REFUSED for what is no URL to fetch. `now`: ms since 1970 UTC. */
export function linkFacts(text: string, now: number): LinkFacts {
  if (isStreamAddress(text)) {
    const { shown, name } = streamTargetOf(text);
    return { shown, name, findings: [] };
  }
  const target = targetOf(text);
  const sas = sasOf(target.url.search);
  const { shown, name } = target;
  if (sas !== undefined) return { shown, name, signature: sasWords(sas), findings: [...sasFindings(sas, now)] };
  const isUnsigned = isAzureStorage(target.url.hostname) && target.url.search === '';
  const message = 'this link has no signature: it works only if the blob is public';
  return { shown, name, findings: isUnsigned ? [{ weight: 'warn', message }] : [] };
}

export interface Fetch {
  readonly url: string;
  /** private networks that may be fetched from all the same */
  readonly allowed: readonly IpRange[];
  readonly again: boolean;
  readonly now: number;
  readonly ca?: string | undefined;
}

/**
 * The download as an upload that has begun: its first bytes are there. AppError: URL_REFUSED, URL_FAILED, never with the
 * link's query.
 */
export async function beginFetch({ url, allowed, again, now, ca }: Fetch): Promise<Upload> {
  if (isStreamAddress(url)) return beginStream(url, allowed, again);
  const target: Target = targetOf(url);
  const stop = linkFacts(url, now).findings.find(({ weight }) => weight === 'stop');
  if (stop !== undefined) throw new AppError('URL_REFUSED', { url: target.shown, reason: stop.message });
  const giveUp = new AbortController();
  let size: number | undefined;
  const pieces = download(target, {
    signal: giveUp.signal,
    allowed,
    onSize: (bytes) => {
      size = bytes;
    },
    ...(ca === undefined ? {} : { ca }),
  });
  const first = await pieces.next();
  const bytes = Readable.from(joined(first, pieces), { objectMode: false, highWaterMark: 1 << 20 });
  return {
    name: target.name,
    bytes,
    again,
    ...(size === undefined ? {} : { size }),
    giveUp: () => giveUp.abort(new Error('the import has ended')),
  };
}

/** PCAP-over-IP; `finish` ends it with what has come. */
async function beginStream(address: string, allowed: readonly IpRange[], again: boolean): Promise<Upload> {
  const target = streamTargetOf(address);
  const giveUp = new AbortController();
  const enough = new AbortController();
  const pieces = streamFrom(target, { signal: giveUp.signal, enough: enough.signal, allowed });
  const first = await pieces.next();
  const bytes = Readable.from(joined(first, pieces), { objectMode: false, highWaterMark: 1 << 20 });
  return {
    name: target.name,
    bytes,
    again,
    giveUp: () => giveUp.abort(new Error('the import has ended')),
    finish: () => enough.abort(),
  };
}

async function* joined(
  first: IteratorResult<Uint8Array>,
  rest: AsyncGenerator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
