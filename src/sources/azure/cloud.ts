/** Azure's clouds: who signs in, who manages resources, where storage is. Chosen by the operator, never by what is fetched. */
import { AppError } from '#base/errors.ts';

export interface Cloud {
  readonly name: string;
  /** Microsoft Entra, as https://login.microsoftonline.com */
  readonly authority: string;
  /** Azure Resource Manager, without a slash behind */
  readonly resourceManager: string;
  /** what a token for Resource Manager is asked for */
  readonly managementScope: string;
  /** hosts of storage accounts end with it */
  readonly storageSuffix: string;
  /** an authority that Microsoft does not list: it is not asked about */
  readonly ownAuthority: boolean;
}

/** The same in all clouds ("Authorize access to blobs using Microsoft Entra ID", learn.microsoft.com). */
export const STORAGE_SCOPE = 'https://storage.azure.com/.default';

const CLOUDS: Readonly<Record<string, Cloud>> = {
  public: cloud('Azure', 'login.microsoftonline.com', 'management.azure.com', 'core.windows.net'),
  china: cloud('Azure China', 'login.chinacloudapi.cn', 'management.chinacloudapi.cn', 'core.chinacloudapi.cn'),
  usgovernment: cloud(
    'Azure US Government',
    'login.microsoftonline.us',
    'management.usgovcloudapi.net',
    'core.usgovcloudapi.net',
  ),
};

const CLOUD_NAMES: readonly string[] = Object.keys(CLOUDS);

function cloud(name: string, login: string, management: string, storageSuffix: string): Cloud {
  const resourceManager = `https://${management}`;
  return {
    name,
    authority: `https://${login}`,
    resourceManager,
    managementScope: `${resourceManager}/.default`,
    storageSuffix,
    ownAuthority: false,
  };
}

export interface CloudSettings {
  /** public, china or usgovernment; default: public */
  readonly cloud?: string | undefined;
  /** in place of the cloud's own */
  readonly authority?: string | undefined;
  readonly resourceManager?: string | undefined;
}

/** From the environment: CAPSCOPE_AZURE_CLOUD, CAPSCOPE_AZURE_AUTHORITY, CAPSCOPE_AZURE_RESOURCE_MANAGER. */
export function cloudSettings(env: Readonly<Record<string, string | undefined>>): CloudSettings {
  return {
    cloud: env.CAPSCOPE_AZURE_CLOUD || undefined,
    authority: env.CAPSCOPE_AZURE_AUTHORITY || undefined,
    resourceManager: env.CAPSCOPE_AZURE_RESOURCE_MANAGER || undefined,
  };
}

/** AppError USAGE for a cloud there is not, or an address that is not https. */
export function cloudOf({ cloud: name = 'public', authority, resourceManager }: CloudSettings): Cloud {
  const known = CLOUDS[name.toLowerCase()];
  if (known === undefined)
    throw new AppError('USAGE', {
      message: `there is no cloud ${JSON.stringify(name)}: it is one of ${CLOUD_NAMES.join(', ')}`,
    });
  return {
    ...known,
    ...(authority === undefined ? {} : { authority: siteOf(authority, 'authority'), ownAuthority: true }),
    ...(resourceManager === undefined ? {} : { resourceManager: siteOf(resourceManager, 'resource manager') }),
  };
}

function siteOf(text: string, what: string): string {
  let url: URL | undefined;
  try {
    url = new URL(text);
  } catch {}
  if (url?.protocol !== 'https:' || url.username !== '' || url.search !== '')
    throw new AppError('USAGE', {
      message: `the address of Azure's ${what} should look like https://management.azure.com`,
    });
  return `https://${url.host}${url.pathname.replace(/\/+$/, '')}`;
}
