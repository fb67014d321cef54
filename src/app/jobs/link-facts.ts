/** What is known of a link before it is fetched. */
import { isStreamAddress, streamTargetOf } from '#sources/pcap-over-ip/client.ts';
import { type SasFinding, sasFindings, sasOf, sasWords } from '#sources/url/azure-sas.ts';
import { isAzureStorage, targetOf } from '#sources/url/target.ts';

/** Of a link; nothing in it is secret. */
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
