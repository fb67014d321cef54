/** Addresses of storage as users give them; Azure's library is not needed for them. */
import { AppError } from '#base/errors.ts';
import { sasFindings, sasOf } from '../url/azure-sas.ts';
import { literalOf } from '../url/host.ts';
import { isAzureStorage, shownOf, targetOf } from '../url/target.ts';

export const isConnectionString = (text: string): boolean =>
  /(^|;)\s*(AccountName|AccountKey|SharedAccessSignature|BlobEndpoint|UseDevelopmentStorage)=/i.test(text);

export interface Link {
  readonly service: string;
  readonly shown: string;
  readonly container: string | undefined;
  readonly prefix: string;
  readonly hasSignature: boolean;
}

/** `now`: ms since 1970 UTC. AppError URL_REFUSED for what is no such address or cannot list. */
export function linkOf(text: string, now: number): Link {
  const { url, shown } = targetOf(text);
  const refuse = (reason: string): never => {
    throw new AppError('URL_REFUSED', { url: shown, reason });
  };
  const sas = sasOf(url.search);
  if (sas !== undefined) {
    if (sas.permissions !== undefined && !sas.permissions.includes('l'))
      refuse('this signature does not allow listing: ask for one with list permission (sp=rl)');
    if (sas.resource === 'blob' || sas.resource === 'snapshot' || sas.resource === 'version')
      refuse('this signature is of one blob: import it as a link');
    const stop = sasFindings({ ...sas, permissions: undefined }, now).find(({ weight }) => weight === 'stop');
    if (stop !== undefined) refuse(stop.message);
  }
  let parts: string[] = [];
  try {
    parts = url.pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    refuse('its path is not written as paths of links are');
  }
  // An emulator or another server has the account in the path; a host of Azure has it in its name.
  const host = url.hostname;
  const accountInPath = literalOf(host) !== undefined || !host.includes('.');
  const account = accountInPath ? parts.shift() : undefined;
  if (accountInPath && account === undefined) refuse('the account is missing behind the host');
  const [container, ...folders] = parts;
  const asBlob = isAzureStorage(host) ? url.host.replace('.dfs.', '.blob.') : url.host;
  const service = `${url.protocol}//${asBlob}${account === undefined ? '' : `/${encodeURIComponent(account)}`}`;
  const prefix = folders.length === 0 ? '' : `${folders.join('/')}${url.pathname.endsWith('/') ? '/' : ''}`;
  return { service: service + url.search, shown: service, container, prefix, hasSignature: sas !== undefined };
}

const EMULATOR = 'http://127.0.0.1:10000/devstoreaccount1';

/** Which storage an address is of, by what is not secret of it. AppError URL_REFUSED. */
export function accountOf(
  address: string,
  now: number,
): { readonly shown: string; readonly container: string | undefined } {
  if (!isConnectionString(address)) {
    const { shown, container } = linkOf(address, now);
    return { shown, container };
  }
  const parts = new Map<string, string>();
  for (const part of address.trim().split(';')) {
    const at = part.indexOf('=');
    if (at > 0) parts.set(part.slice(0, at).trim(), part.slice(at + 1).trim());
  }
  const isEmulator = /^true$/i.test(parts.get('UseDevelopmentStorage') ?? '');
  const protocol = parts.get('DefaultEndpointsProtocol') ?? 'https';
  const made = `${protocol}://${parts.get('AccountName')}.blob.${parts.get('EndpointSuffix') ?? 'core.windows.net'}`;
  const endpoint = parts.get('BlobEndpoint') ?? (isEmulator ? EMULATOR : made);
  if (!URL.canParse(endpoint))
    throw new AppError('URL_REFUSED', {
      url: 'the connection string',
      reason: 'it cannot be read: copy it again, whole',
    });
  return { shown: shownOf(new URL(endpoint)).replace(/\/$/, ''), container: undefined };
}
