/** Capture sessions of Network Watcher, for the signed-in user. */

import { AppError } from '#base/errors.ts';
import type { CaptureRequest } from '#sources/azure/network-watcher/capture-request.ts';
import type { Session, SessionPlace, SessionStatus, WatcherPlace } from '#sources/azure/network-watcher/captures.ts';
import type { Account, Machine, Subscription, Watcher } from '#sources/azure/network-watcher/places.ts';
import { isName, isSubscription } from '#sources/azure/network-watcher/resource-id.ts';
import type { ResourceManager } from '#sources/azure/network-watcher/resource-manager.ts';
import type { Identity } from '#sources/azure/sign-in.ts';

export type { CaptureRequest, Session, SessionPlace, SessionStatus, WatcherPlace };

export interface SubscriptionPlaces {
  readonly watchers: readonly Watcher[];
  readonly machines: readonly Machine[];
  readonly accounts: readonly Account[];
  /** of what could not be listed, why */
  readonly failures: readonly string[];
}

/** AppError: USAGE, AZURE, SIGN_IN. */
export class AzureCaptures {
  readonly #identity: () => Identity;
  #manager: { readonly of: Identity; readonly manager: Promise<ResourceManager> } | undefined;

  constructor(identity: () => Identity) {
    this.#identity = identity;
  }

  async subscriptions(): Promise<readonly Subscription[]> {
    const [arm, { subscriptions }] = [await this.#arm(), await import('#sources/azure/network-watcher/places.ts')];
    return subscriptions(arm);
  }

  /** What the signed-in user may not list is told beside the rest. */
  async places(subscription: string): Promise<SubscriptionPlaces> {
    checkSubscription(subscription);
    const [arm, places] = [await this.#arm(), await import('#sources/azure/network-watcher/places.ts')];
    const found = await Promise.allSettled([
      places.watchers(arm, subscription),
      places.machines(arm, subscription),
      places.accounts(arm, subscription),
    ]);
    const [watchers, machines, accounts] = found;
    const reasons = found.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (reasons.length === found.length) throw reasons[0];
    const failures = reasons.map((reason) => {
      if (!(reason instanceof AppError)) throw reason;
      return reason.message;
    });
    return {
      watchers: watchers.status === 'fulfilled' ? watchers.value : [],
      machines: machines.status === 'fulfilled' ? machines.value : [],
      accounts: accounts.status === 'fulfilled' ? accounts.value : [],
      failures,
    };
  }

  async list(place: WatcherPlace): Promise<readonly Session[]> {
    checkPlace(place);
    const [arm, { listSessions }] = await this.#both();
    return listSessions(arm, place);
  }

  async get(place: SessionPlace, signal?: AbortSignal): Promise<Session> {
    checkPlace(place);
    const [arm, { getSession }] = await this.#both();
    return getSession(arm, place, signal);
  }

  async start(place: WatcherPlace, request: CaptureRequest): Promise<Session> {
    checkPlace(place);
    const { captureOf } = await import('#sources/azure/network-watcher/capture-request.ts');
    captureOf(request);
    const [arm, { startSession }] = await this.#both();
    return startSession(arm, place, request);
  }

  async status(place: SessionPlace, signal?: AbortSignal): Promise<SessionStatus> {
    checkPlace(place);
    const [arm, { statusOf }] = await this.#both();
    return statusOf(arm, place, signal);
  }

  async stop(place: SessionPlace): Promise<void> {
    checkPlace(place);
    const [arm, { stopSession }] = await this.#both();
    await stopSession(arm, place);
  }

  /** Blobs stay. */
  async delete(place: SessionPlace): Promise<void> {
    checkPlace(place);
    const [arm, { deleteSession }] = await this.#both();
    await deleteSession(arm, place);
  }

  async #both() {
    return [await this.#arm(), await import('#sources/azure/network-watcher/captures.ts')] as const;
  }

  #arm(): Promise<ResourceManager> {
    const identity = this.#identity();
    if (this.#manager?.of !== identity)
      this.#manager = {
        of: identity,
        manager: import('#sources/azure/network-watcher/resource-manager.ts').then(
          (made) => new made.ResourceManager(identity),
        ),
      };
    return this.#manager.manager;
  }
}

function checkSubscription(text: string): void {
  if (!isSubscription(text))
    throw new AppError('USAGE', {
      message: 'a subscription is named by its ID, as 00000000-0000-0000-0000-000000000000',
    });
}

function checkPlace({ subscription, group, watcher, name }: WatcherPlace & { readonly name?: string }): void {
  checkSubscription(subscription);
  for (const [what, text] of [
    ['resource group', group],
    ['Network Watcher', watcher],
    ['capture', name],
  ] as const)
    if (text !== undefined && !isName(text))
      throw new AppError('USAGE', {
        message: `${JSON.stringify(text.slice(0, 100))} cannot be the name of a ${what}`,
      });
}
