/** What the page asks of Azure, by the server. Each throws an ApiFailure whose message is for the user. */
import type { Job } from '#app/model.ts';
import { callApi } from '../../state/api.ts';

export interface SignInState {
  readonly state: 'out' | 'code' | 'in';
  readonly way?: 'machine' | 'code' | 'application';
  readonly name?: string;
  readonly cloud: string;
  readonly code?: { readonly url: string; readonly code: string };
  readonly error?: string;
}

export type SignInWay =
  | { readonly kind: 'machine' | 'code'; readonly tenant?: string; readonly cloud?: string }
  | {
      readonly kind: 'application';
      readonly tenant: string;
      readonly client: string;
      readonly secret: string;
      readonly cloud?: string;
    };

/** A storage; `address` may hold a secret and stays in this page's memory. */
export interface StorageAsk {
  readonly address: string;
  readonly container?: string;
  readonly signedIn?: boolean;
}

export interface BlobPlace {
  readonly kind: 'capture' | 'flow log';
  readonly subscription: string;
  readonly group?: string;
  readonly target: string;
  readonly day: string;
  readonly time: string;
  readonly nic?: string;
}

export interface StorageBlob {
  readonly path: string;
  readonly bytes: number;
  readonly modified: number;
  readonly archived: boolean;
  readonly place?: BlobPlace;
}

export interface StorageListing {
  readonly shown: string;
  readonly container?: string;
  readonly containers: readonly string[];
  readonly blobs: readonly StorageBlob[];
  readonly next?: string;
}

export interface Subscription {
  readonly id: string;
  readonly name: string;
  readonly state: string;
}

export interface Place {
  readonly name: string;
  readonly group: string;
  readonly location: string;
}

export interface Machine extends Place {
  readonly id: string;
  readonly kind: 'virtual machine' | 'scale set';
}

export interface Account extends Place {
  readonly id: string;
  readonly blobs?: string;
}

export interface Places {
  readonly watchers: readonly Place[];
  readonly machines: readonly Machine[];
  readonly accounts: readonly Account[];
  readonly failures: readonly string[];
}

export interface Session {
  readonly subscription: string;
  readonly group: string;
  readonly watcher: string;
  readonly name: string;
  readonly target: string;
  readonly provisioning: string;
  readonly bytesPerPacket?: number;
  readonly bytesPerSession?: number;
  readonly seconds?: number;
  readonly continuous: boolean;
  readonly storagePath?: string;
  readonly localPath?: string;
}

export interface SessionStatus {
  readonly state: 'not started' | 'running' | 'stopped' | 'error' | 'unknown';
  readonly started?: number;
  readonly reason?: string;
  readonly errors: readonly string[];
}

const captures = (
  place: { readonly subscription: string; readonly group: string; readonly watcher: string },
  name?: string,
): string =>
  ['/api/azure/captures', place.subscription, place.group, place.watcher, ...(name === undefined ? [] : [name])]
    .map((part, index) => (index === 0 ? part : encodeURIComponent(part)))
    .join('/');

export const azure = {
  signInState: (signal?: AbortSignal) => callApi<SignInState>('GET', '/api/azure/sign-in', undefined, signal),
  signIn: (way: SignInWay) => callApi<SignInState>('POST', '/api/azure/sign-in', way),
  signOut: () => callApi<SignInState>('DELETE', '/api/azure/sign-in'),
  list: (ask: StorageAsk, page: { readonly prefix?: string; readonly after?: string }, signal?: AbortSignal) =>
    callApi<StorageListing>('POST', '/api/azure/list', { ...ask, ...page }, signal),
  import: (dataset: string, ask: StorageAsk, paths: readonly string[]) =>
    callApi<Job>('POST', `/api/datasets/${encodeURIComponent(dataset)}/azure`, { ...ask, paths }),
  watch: (dataset: string, ask: StorageAsk, prefix: string, onlyNew: boolean) =>
    callApi<Job>('POST', `/api/datasets/${encodeURIComponent(dataset)}/azure-watch`, { ...ask, prefix, onlyNew }),
  subscriptions: async (signal?: AbortSignal) =>
    (await callApi<{ subscriptions: readonly Subscription[] }>('GET', '/api/azure/subscriptions', undefined, signal))
      .subscriptions,
  places: (subscription: string, signal?: AbortSignal) =>
    callApi<Places>('GET', `/api/azure/subscriptions/${encodeURIComponent(subscription)}`, undefined, signal),
  sessions: async (subscription: string, { group, name: watcher }: Place, signal?: AbortSignal) =>
    (
      await callApi<{ sessions: readonly Session[] }>(
        'GET',
        captures({ subscription, group, watcher }),
        undefined,
        signal,
      )
    ).sessions,
  start: (subscription: string, { group, name: watcher }: Place, request: object) =>
    callApi<{ session: Session; dataset?: string; job?: Job }>(
      'POST',
      captures({ subscription, group, watcher }),
      request,
    ),
  status: (session: Session, signal?: AbortSignal) =>
    callApi<SessionStatus>('GET', captures(session, session.name), undefined, signal),
  stop: (session: Session) => callApi<unknown>('POST', `${captures(session, session.name)}/stop`, {}),
  remove: (session: Session) => callApi<unknown>('DELETE', captures(session, session.name)),
  take: (session: Session, dataset: string | undefined) =>
    callApi<{ dataset: string; job: Job }>(
      'POST',
      `${captures(session, session.name)}/import`,
      dataset === undefined ? {} : { dataset },
    ),
};

export const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
