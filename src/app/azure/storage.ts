/** Captures and flow logs in Azure storage: listed, and recognised by their paths. */
import type { IpRange } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import type { BlobPlace } from '#sources/azure/blob-path.ts';
import type { Identity } from '#sources/azure/sign-in.ts';
import type { Storage, StoredBlob } from '#sources/azure/storage.ts';

/** What is asked of a storage; `address` is a secret but where a sign-in is used. */
export interface StorageAsk {
  /** a link to an account, a container or a folder in it, with a SAS or without; or a connection string */
  readonly address: string;
  /** where the address names none */
  readonly container?: string | undefined;
  /** asks as the signed-in user */
  readonly signedIn?: boolean | undefined;
}

export interface StorageReach {
  readonly allowed: readonly IpRange[];
  readonly ca?: string | undefined;
  readonly now: number;
  /** who asks, where the address has no signature */
  readonly identity?: Identity | undefined;
}

export interface StorageBlob {
  readonly path: string;
  readonly bytes: number;
  /** ms since 1970 UTC */
  readonly modified: number;
  /** in the archive tier: cannot be read now */
  readonly archived: boolean;
  /** what its path says of it */
  readonly place?: BlobPlace;
}

export interface StorageListing {
  /** the address without its secrets */
  readonly shown: string;
  readonly container?: string;
  /** of an account, where no container was named */
  readonly containers: string[];
  /** beginnings of names up to a "/", where one level was asked for */
  readonly folders: string[];
  readonly blobs: StorageBlob[];
  /** asks for the next page */
  readonly next?: string;
}

export interface StoragePage {
  readonly prefix?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  /** one level alone */
  readonly level?: boolean | undefined;
}

/** AppError URL_REFUSED, URL_FAILED; never with what is secret of the address. */
export async function listStorage(ask: StorageAsk, page: StoragePage, reach: StorageReach): Promise<StorageListing> {
  const [storage, { placeOf }] = [await openStorage(ask, reach), await import('#sources/azure/blob-path.ts')];
  const { shown, container, containers, folders, blobs, next } = await storage.list(page);
  return {
    shown,
    ...(container === undefined ? {} : { container }),
    containers: [...containers],
    folders: [...folders],
    blobs: blobs.map(({ etag: _, ...blob }) => {
      const place = placeOf(blob.path);
      return place === undefined ? blob : { ...blob, place };
    }),
    ...(next === undefined ? {} : { next }),
  };
}

/** Azure's library is loaded when it is asked for. AppError: URL_REFUSED; SIGN_IN when a sign-in is wanted and there is none. */
export async function openStorage(ask: StorageAsk, { allowed, ca, now, identity }: StorageReach): Promise<Storage> {
  if (ask.signedIn === true && identity === undefined)
    throw new AppError('SIGN_IN', { reason: 'sign in first, or use a link with a SAS' });
  const { Storage } = await import('#sources/azure/storage.ts');
  return new Storage(ask.address, ask.container, { allowed, ca }, now, ask.signedIn === true ? identity : undefined);
}

/** All that lies below a prefix, page by page, to the end. AppError of the storage. */
export async function* pagesOf(storage: Storage, prefix: string): AsyncGenerator<readonly StoredBlob[]> {
  let after: string | undefined;
  do {
    const page = await storage.list({ prefix, after });
    yield page.blobs;
    after = page.next;
  } while (after !== undefined);
}
