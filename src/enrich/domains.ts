/** The part of a host name that somebody registered, by the Public Suffix List (publicsuffix.org, its ICANN part). */
import { getDomain } from 'tldts';

/** `bbc.co.uk` of `www.bbc.co.uk`; undefined for addresses, single labels and public suffixes. A port is passed over. */
export function registrableDomain(host: string): string | undefined {
  const name = host.replace(/:\d*$/, '').replace(/\.$/, '').toLowerCase();
  // A DNS question may be any text: what the list can't judge has no domain.
  return getDomain(name, { validateHostname: false, extractHostname: false }) ?? undefined;
}
