/**
 * A storage account or container of Azure, by a link with a SAS, by a connection string or by a sign-in: what lies in it, and how
 * each blob is read. What is a secret of the address never leaves here but in a blob's link; messages tell the address without it.
 */
import {
  AnonymousCredential,
  type BlobItem,
  BlobSASPermissions,
  BlobServiceClient,
  type ContainerClient,
  isRestError,
  type ServiceListContainersSegmentResponse,
  type StoragePipelineOptions,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { AppError } from '#base/errors.ts';
import { literalOf } from '../url/host.ts';
import { refusedIp } from '../url/reach.ts';
import { refusalWords } from '../url/refusals.ts';
import { isAzureStorage, shownOf } from '../url/target.ts';
import { isConnectionString, linkOf } from './address.ts';
import { guardedClient, type Reach } from './guarded-client.ts';
import type { Identity } from './sign-in.ts';

export interface StoredBlob {
  readonly path: string;
  readonly bytes: number;
  /** ms since 1970 UTC */
  readonly modified: number;
  /** in the archive tier: cannot be read now */
  readonly archived: boolean;
  /** changes whenever the blob does */
  readonly etag: string;
}

/** How a blob is read; both hold secrets. */
export interface BlobLink {
  readonly url: string;
  /** headers of a sign-in, made anew for each request; sent to the storage alone */
  readonly authorize?: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
}

export interface Listing {
  /** the address without its secrets */
  readonly shown: string;
  /** undefined: the containers of an account are told, no blobs */
  readonly container: string | undefined;
  readonly containers: readonly string[];
  /** what begins the names of others, up to a "/": only where folders were asked for */
  readonly folders: readonly string[];
  readonly blobs: readonly StoredBlob[];
  /** asks for the next page */
  readonly next: string | undefined;
}

export interface Page {
  readonly prefix?: string | undefined;
  readonly after?: string | undefined;
  /** names a page, 5000 at most */
  readonly limit?: number | undefined;
  /** one level alone: what lies deeper is told as folders */
  readonly level?: boolean | undefined;
}

interface FoundPage {
  readonly segment: {
    readonly blobItems: readonly BlobItem[];
    readonly blobPrefixes?: readonly { readonly name: string }[];
  };
  readonly continuationToken?: string;
}

const MOST = 5000;
/** Tokens are understood from 2017-11-09 on. */
const BEARER_VERSION = '2021-12-02';
/** A signature that is made of an account's key for one blob lives long enough for any download. */
const LINK_HOURS = 24;

export class Storage {
  readonly shown: string;
  readonly container: string | undefined;
  /** of the link: what lies below its folder */
  readonly prefix: string;
  readonly #service: BlobServiceClient;
  readonly #hasSignature: boolean;
  readonly #identity: Identity | undefined;

  /**
   * `now`: ms since 1970 UTC. `identity`: who asks, where the address has no signature. AppError URL_REFUSED for what is no such
   * address or can't list.
   */
  constructor(address: string, container: string | undefined, reach: Reach, now: number, identity?: Identity) {
    const options: StoragePipelineOptions = {
      httpClient: guardedClient(reach),
      retryOptions: { maxTries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 4000 },
    };
    if (isConnectionString(address)) {
      this.#service = byConnectionString(address.trim(), options);
      this.shown = shownOf(new URL(this.#service.url));
      this.container = container;
      this.prefix = '';
      this.#hasSignature = true;
      return;
    }
    const link = linkOf(address, now);
    this.#identity = link.hasSignature ? undefined : identity;
    if (this.#identity !== undefined && !link.service.startsWith('https:'))
      throw new AppError('URL_REFUSED', { url: link.shown, reason: 'a sign-in is used by https only' });
    if (this.#identity !== undefined && !takesTokens(new URL(link.service).hostname, reach))
      throw new AppError('URL_REFUSED', {
        url: link.shown,
        reason: 'a sign-in is used for storage of Azure only, as https://account.blob.core.windows.net',
      });
    this.#service = new BlobServiceClient(link.service, this.#identity?.tokens ?? new AnonymousCredential(), options);
    this.shown = link.shown;
    this.container = link.container ?? container;
    this.prefix = link.container === undefined ? '' : link.prefix;
    this.#hasSignature = link.hasSignature;
  }

  /** One page. AppError URL_REFUSED, URL_FAILED. */
  async list({ prefix = this.prefix, after, limit = MOST, level = false }: Page): Promise<Listing> {
    const page = { maxPageSize: Math.min(MOST, Math.max(1, limit)), ...(after ? { continuationToken: after } : {}) };
    const { shown, container } = this;
    try {
      if (container === undefined) {
        const read = await this.#service.listContainers().byPage(page).next();
        const found: ServiceListContainersSegmentResponse | undefined = read.value;
        const containers = (found?.containerItems ?? []).map(({ name }) => name);
        return { shown, container, containers, folders: [], blobs: [], next: found?.continuationToken || undefined };
      }
      const client = this.#service.getContainerClient(container);
      const pages = level
        ? client.listBlobsByHierarchy('/', { prefix }).byPage(page)
        : client.listBlobsFlat({ prefix }).byPage(page);
      const { value: found } = (await pages.next()) as { readonly value: FoundPage | undefined };
      const blobs = (found?.segment.blobItems ?? []).map(storedBlob);
      const folders = (found?.segment.blobPrefixes ?? []).map(({ name }) => name);
      return { shown, container, containers: [], folders, blobs, next: found?.continuationToken || undefined };
    } catch (error) {
      throw this.#failure(error);
    }
  }

  /** The blob as it is now; undefined when it is not there. AppError as list(). */
  async look(path: string): Promise<StoredBlob | undefined> {
    const { blobs } = await this.list({ prefix: path, limit: 1 });
    return blobs.find((blob) => blob.path === path);
  }

  /** Sizes of the committed blocks of a block blob, in order; none where it was put in one piece. AppError as list(). */
  async blocks(
    path: string,
  ): Promise<{ readonly etag: string; readonly blocks: readonly { readonly name: string; readonly bytes: number }[] }> {
    try {
      const client = this.#service.getContainerClient(this.#needed()).getBlockBlobClient(path);
      const { committedBlocks = [], etag = '' } = await client.getBlockList('committed');
      return { etag, blocks: committedBlocks.map(({ name, size }) => ({ name, bytes: size })) };
    } catch (error) {
      throw this.#failure(error);
    }
  }

  #needed(): string {
    if (this.container !== undefined) return this.container;
    throw new AppError('URL_REFUSED', { url: this.shown, reason: 'say which container' });
  }

  /** How one blob is read. */
  async link(path: string, now: number): Promise<BlobLink> {
    const container: ContainerClient = this.#service.getContainerClient(this.#needed());
    const blob = container.getBlobClient(path);
    const url =
      container.credential instanceof StorageSharedKeyCredential
        ? await blob.generateSasUrl({
            permissions: BlobSASPermissions.parse('r'),
            expiresOn: new Date(now + LINK_HOURS * 3_600_000),
          })
        : blob.url;
    const [place = '', query] = url.split('?', 2);
    const whole = [place.replaceAll('%2F', '/'), ...(query === undefined ? [] : [query])].join('?');
    const identity = this.#identity;
    if (identity === undefined) return { url: whole };
    return {
      url: whole,
      authorize: async (signal) => ({
        authorization: `Bearer ${await identity.storageToken(signal)}`,
        'x-ms-version': BEARER_VERSION,
      }),
    };
  }

  #failure(error: unknown): Error {
    if (error instanceof AppError) return error;
    if (isRestError(error) && error.cause instanceof AppError) return error.cause;
    const shown = this.container === undefined ? this.shown : `${this.shown.replace(/\/$/, '')}/${this.container}`;
    const fail = (reason: string): AppError => new AppError('URL_FAILED', { url: shown, reason });
    if (!isRestError(error) || error.statusCode === undefined) {
      const { code } = error as NodeJS.ErrnoException;
      return fail(`the storage cannot be reached${/^[A-Z_]{3,40}$/.test(code ?? '') ? ` (${code})` : ''}`);
    }
    const code = /^\w{1,64}$/.test(error.code ?? '') ? error.code! : '';
    return fail(
      (this.#identity === undefined ? LISTING[code] : SIGNED_IN[code]) ??
        refusalWords({ status: error.statusCode, code, hasSignature: this.#hasSignature, isAzure: true }),
    );
  }
}

const NO_ROLE =
  'the signed-in user may not read this storage: the role "Storage Blob Data Reader" on the account or container is needed (being its owner is not enough); a new role counts after some minutes';

/** Refusals to a signed-in user. */
const SIGNED_IN: Readonly<Record<string, string>> = {
  AuthorizationPermissionMismatch: NO_ROLE,
  AuthorizationFailure: `${NO_ROLE}; or the firewall of the storage account does not let this machine in (Networking)`,
  AuthenticationFailed: 'the storage account does not accept the sign-in: is it of this tenant and cloud?',
  InvalidAuthenticationInfo: 'the storage account does not accept the sign-in: is it of this tenant and cloud?',
  ResourceNotFound: 'there is no such container: check the name',
  ContainerNotFound: 'there is no such container: check the name (network-watcher-logs is made by the first capture)',
};

/** Where a refusal means something else for a listing than for a blob. */
const LISTING: Readonly<Record<string, string>> = {
  AuthorizationPermissionMismatch: 'the signature does not allow listing: ask for one with list permission (sp=rl)',
  AuthorizationResourceTypeMismatch:
    'the account signature does not cover containers: ask for one with resource types "container" and "object" (srt=co)',
  NoAuthenticationInformation: 'the address has no signature and the container is not public: ask for a SAS (sp=rl)',
  ResourceNotFound: 'there is no such container, or it is not public: check the name',
};

/** A token opens all storage of its user: it is shown to Azure alone, and to addresses that the operator allowed. */
function takesTokens(hostname: string, { allowed }: Reach): boolean {
  const literal = literalOf(hostname);
  if (literal === undefined) return isAzureStorage(hostname);
  return refusedIp(literal) !== undefined && refusedIp(literal, allowed) === undefined;
}

const storedBlob = ({ name, properties }: BlobItem): StoredBlob => ({
  path: name,
  bytes: properties.contentLength ?? 0,
  modified: properties.lastModified.getTime(),
  archived: properties.accessTier === 'Archive',
  etag: properties.etag,
});

function byConnectionString(text: string, options: StoragePipelineOptions): BlobServiceClient {
  try {
    return BlobServiceClient.fromConnectionString(text, options);
  } catch {
    // The library's words may hold the string.
    throw new AppError('URL_REFUSED', {
      url: 'the connection string',
      reason:
        'it cannot be read: copy it again, whole, from Access keys or Shared access signature of the storage account',
    });
  }
}
