/** Azure for the commands: in this process, or by a server that runs already. */
import {
  AzureCaptures,
  type CaptureRequest,
  type Session,
  type SessionPlace,
  type SessionStatus,
  type WatcherPlace,
} from '#app/azure/captures.ts';
import { AzureSignIn, type SignInState } from '#app/azure/sign-in.ts';
import { listStorage, type StorageAsk, type StorageListing, type StoragePage } from '#app/azure/storage.ts';
import type { WatchRequest } from '#app/azure/watch-job.ts';
import type { Capscope } from '#app/capscope.ts';
import type { Job } from '#app/model.ts';
import { cloudSettings } from '#sources/azure/cloud.ts';
import type { SignInWay } from '#sources/azure/sign-in.ts';
import { callTo } from './door.ts';
import type { FetchOptions } from './fetch-options.ts';

/** What needs no data directory. */
export interface AzureAsk {
  signIn(way: SignInWay, cloud: string | undefined): Promise<SignInState>;
  signInState(): Promise<SignInState>;
  list(ask: StorageAsk, page: StoragePage): Promise<StorageListing>;
  sessions(place: WatcherPlace): Promise<readonly Session[]>;
  start(place: WatcherPlace, request: CaptureRequest): Promise<Session>;
  status(place: SessionPlace): Promise<SessionStatus>;
  stop(place: SessionPlace): Promise<void>;
  remove(place: SessionPlace): Promise<void>;
}

export interface AzureDoor extends AzureAsk {
  importBlobs(dataset: string, ask: StorageAsk, paths: readonly string[], again: boolean): Promise<Job>;
  /** Imports what a session writes, when it has ended. */
  follow(dataset: string, session: Session): Promise<Job>;
  /** Imports what appears. */
  watch(dataset: string, request: WatchRequest): Promise<Job>;
}

/** Asks Azure from this process, whoever has the data directory. AppError USAGE for settings that are none. */
export function askAzure({ allowed }: FetchOptions): AzureAsk {
  const signIn = new AzureSignIn(cloudSettings(process.env), undefined);
  const captures = new AzureCaptures(() => signIn.identity);
  return asking(signIn, captures, (ask, page) =>
    listStorage(ask, page, { allowed, now: Date.now(), identity: signIn.current }),
  );
}

function asking(signIn: AzureSignIn, captures: AzureCaptures, list: AzureAsk['list']): AzureAsk {
  return {
    signIn: (way, cloud) => signIn.begin(way, cloud),
    signInState: async () => signIn.state,
    list,
    sessions: (place) => captures.list(place),
    start: (place, request) => captures.start(place, request),
    status: (place) => captures.status(place),
    stop: (place) => captures.stop(place),
    remove: (place) => captures.delete(place),
  };
}

export function ownAzure({ azure }: Capscope): AzureDoor {
  return {
    ...asking(azure.signIn, azure.captures, (ask, page) => azure.list(ask, page)),
    importBlobs: (dataset, ask, paths, again) => azure.importBlobs(dataset, ask, paths, { again }),
    follow: async (dataset, session) => azure.follow(dataset, session),
    watch: (dataset, request) => azure.watch(dataset, request),
  };
}

export function remoteAzure(port: number): AzureDoor {
  const call = callTo(`http://127.0.0.1:${port}`);
  const at = ({ subscription, group, watcher, name }: WatcherPlace & { readonly name?: string }): string =>
    `/api/azure/captures/${[subscription, group, watcher, ...(name === undefined ? [] : [name])].map(encodeURIComponent).join('/')}`;
  return {
    signIn: (way, cloud) => call('POST', '/api/azure/sign-in', { ...way, cloud }),
    signInState: () => call('GET', '/api/azure/sign-in'),
    list: (ask, page) => call('POST', '/api/azure/list', { ...ask, ...page }),
    importBlobs: (dataset, ask, paths, again) =>
      call('POST', `/api/datasets/${dataset}/azure`, { ...ask, paths, again }),
    sessions: async (place) => (await call<{ sessions: Session[] }>('GET', at(place))).sessions,
    start: async (place, request) =>
      (await call<{ session: Session }>('POST', at(place), { ...request, follow: false })).session,
    status: (place) => call('GET', at(place)),
    stop: (place) => call('POST', `${at(place)}/stop`, {}),
    remove: (place) => call('DELETE', at(place)),
    follow: async (dataset, session) => (await call<{ job: Job }>('POST', `${at(session)}/import`, { dataset })).job,
    watch: (dataset, { ask, ...rest }) => call('POST', `/api/datasets/${dataset}/azure-watch`, { ...ask, ...rest }),
  };
}
