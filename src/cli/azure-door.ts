/** Azure for the commands: in this process, or by a server that runs already. */
import type { CaptureRequest, Session, SessionPlace, SessionStatus, WatcherPlace } from '#app/azure/captures.ts';
import type { SignInState } from '#app/azure/sign-in.ts';
import type { StorageAsk, StorageListing, StoragePage } from '#app/azure/storage.ts';
import type { Capscope } from '#app/capscope.ts';
import type { Job } from '#app/model.ts';
import type { SignInWay } from '#sources/azure/sign-in.ts';
import { callTo } from './door.ts';

export interface AzureDoor {
  signIn(way: SignInWay, cloud: string | undefined): Promise<SignInState>;
  signInState(): Promise<SignInState>;
  list(ask: StorageAsk, page: StoragePage): Promise<StorageListing>;
  importBlobs(dataset: string, ask: StorageAsk, paths: readonly string[], again: boolean): Promise<Job>;
  sessions(place: WatcherPlace): Promise<readonly Session[]>;
  start(place: WatcherPlace, request: CaptureRequest): Promise<Session>;
  status(place: SessionPlace): Promise<SessionStatus>;
  stop(place: SessionPlace): Promise<void>;
  remove(place: SessionPlace): Promise<void>;
  /** Imports what a session writes, when it has ended. */
  follow(dataset: string, session: Session): Promise<Job>;
}

export function ownAzure({ azure }: Capscope): AzureDoor {
  const { captures } = azure;
  return {
    signIn: (way, cloud) => azure.signIn.begin(way, cloud),
    signInState: async () => azure.signIn.state,
    list: (ask, page) => azure.list(ask, page),
    importBlobs: (dataset, ask, paths, again) => azure.importBlobs(dataset, ask, paths, { again }),
    sessions: (place) => captures.list(place),
    start: (place, request) => captures.start(place, request),
    status: (place) => captures.status(place),
    stop: (place) => captures.stop(place),
    remove: (place) => captures.delete(place),
    follow: async (dataset, session) => azure.follow(dataset, session),
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
  };
}
