/** Captures and flow logs in Azure storage: listed, recognised by their paths, and fetched like any link. */
import type { IpRange } from '#base/address.ts';
import type { BlobPlace } from '#sources/azure/blob-path.ts';

/** What is asked of a storage; `address` is a secret. */
export interface StorageAsk {
  /** a link with a SAS to an account, a container or a folder in it, or a connection string */
  readonly address: string;
  /** where the address names none */
  readonly container?: string | undefined;
}

export interface StorageReach {
  readonly allowed: readonly IpRange[];
  readonly ca?: string | undefined;
  readonly now: number;
}

export interface StorageBlob {
  readonly path: string;
  readonly bytes: number;
  /** ms since 1970 UTC */
  readonly modified: number;
  /** in the archive tier: can not be read now */
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
  readonly blobs: StorageBlob[];
  /** asks for the next page */
  readonly next?: string;
}

export interface StoragePage {
  readonly prefix?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** AppError URL_REFUSED, URL_FAILED; never with what is secret of the address. */
export async function listStorage(ask: StorageAsk, page: StoragePage, reach: StorageReach): Promise<StorageListing> {
  const [storage, { placeOf }] = [await opened(ask, reach), await import('#sources/azure/blob-path.ts')];
  const { shown, container, containers, blobs, next } = await storage.list(page);
  return {
    shown,
    ...(container === undefined ? {} : { container }),
    containers: [...containers],
    blobs: blobs.map((blob) => {
      const place = placeOf(blob.path);
      return place === undefined ? blob : { ...blob, place };
    }),
    ...(next === undefined ? {} : { next }),
  };
}

/** A link that reads one blob; it holds a secret. */
export async function storageLink(ask: StorageAsk, path: string, reach: StorageReach): Promise<string> {
  return (await opened(ask, reach)).link(path, reach.now);
}

/** Azure's library is loaded when it is asked for. */
async function opened({ address, container }: StorageAsk, { allowed, ca, now }: StorageReach) {
  const { Storage } = await import('#sources/azure/storage.ts');
  return new Storage(address, container, { allowed, ca }, now);
}
