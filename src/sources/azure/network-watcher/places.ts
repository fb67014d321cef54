/** Where captures can be taken: subscriptions, their Network Watchers, machines, scale sets and storage accounts. */

import { resourceIdOf } from './resource-id.ts';
import { inWords, type ResourceManager } from './resource-manager.ts';

export interface Subscription {
  readonly id: string;
  readonly name: string;
  /** Enabled, Disabled, Warned … */
  readonly state: string;
}

export interface Watcher {
  readonly name: string;
  readonly group: string;
  readonly location: string;
}

export interface Machine {
  readonly id: string;
  readonly kind: 'virtual machine' | 'scale set';
  readonly name: string;
  readonly group: string;
  readonly location: string;
  /** Linux or Windows, where it is told */
  readonly os?: string;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly group: string;
  readonly location: string;
  /** where its blobs are */
  readonly blobs?: string;
}

/** api-version of each provider; Microsoft.Network's is the library's. */
const SUBSCRIPTIONS = '2022-12-01';
const COMPUTE = '2024-07-01';
const STORAGE = '2023-05-01';

type Json = Readonly<Record<string, unknown>>;
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const inside = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {});
const byName = (a: { readonly name: string }, b: { readonly name: string }): number => a.name.localeCompare(b.name);
const groupOf = (id: string): string => resourceIdOf(id)?.group ?? '';

export async function subscriptions(arm: ResourceManager, signal?: AbortSignal): Promise<readonly Subscription[]> {
  const found = await arm.list(
    '/subscriptions',
    SUBSCRIPTIONS,
    { what: 'subscriptions', doing: 'list subscriptions' },
    signal,
  );
  return found
    .map((one) => ({ id: text(one.subscriptionId), name: text(one.displayName), state: text(one.state) }))
    .filter(({ id }) => id !== '')
    .sort(byName);
}

export async function watchers(arm: ResourceManager, subscription: string): Promise<readonly Watcher[]> {
  const found: Watcher[] = [];
  try {
    const client = await arm.network(subscription);
    for await (const { id = '', name = '', location = '' } of client.networkWatchers.listAll())
      found.push({ name, group: groupOf(id), location });
  } catch (error) {
    throw inWords(error, { what: 'Network Watchers', doing: 'see Network Watchers' });
  }
  return found.sort(byName);
}

export async function machines(arm: ResourceManager, subscription: string): Promise<readonly Machine[]> {
  const below = (type: string, what: string) =>
    arm.list(`/subscriptions/${subscription}/providers/Microsoft.Compute/${type}`, COMPUTE, {
      what,
      doing: `see ${what}`,
    });
  const [single, sets] = await Promise.all([
    below('virtualMachines', 'virtual machines'),
    below('virtualMachineScaleSets', 'scale sets'),
  ]);
  const machine =
    (kind: Machine['kind']) =>
    (one: Json): Machine => {
      const properties = inside(one.properties);
      const profile = kind === 'scale set' ? inside(properties.virtualMachineProfile) : properties;
      const os = text(inside(inside(profile.storageProfile).osDisk).osType);
      const id = text(one.id);
      return {
        ...{ id, kind, name: text(one.name), group: groupOf(id), location: text(one.location) },
        ...(os === '' ? {} : { os }),
      };
    };
  return [...single.map(machine('virtual machine')), ...sets.map(machine('scale set'))]
    .filter(({ id }) => resourceIdOf(id) !== undefined)
    .sort(byName);
}

export async function accounts(arm: ResourceManager, subscription: string): Promise<readonly Account[]> {
  const doing = { what: 'storage accounts', doing: 'see storage accounts' };
  const found = await arm.list(
    `/subscriptions/${subscription}/providers/Microsoft.Storage/storageAccounts`,
    STORAGE,
    doing,
  );
  return found
    .map((one) => {
      const id = text(one.id);
      const blobs = text(inside(inside(one.properties).primaryEndpoints).blob);
      return {
        ...{ id, name: text(one.name), group: groupOf(id), location: text(one.location) },
        ...(blobs === '' ? {} : { blobs }),
      };
    })
    .filter(({ id }) => resourceIdOf(id) !== undefined)
    .sort(byName);
}
