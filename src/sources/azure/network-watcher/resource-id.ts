/** Identifiers of Azure's resources: /subscriptions/S/resourceGroups/G/providers/NAMESPACE/type/name[/type/name]. Letters' case means nothing. */
export interface ResourceId {
  readonly subscription: string;
  readonly group: string;
  /** microsoft.compute/virtualmachines, in small letters */
  readonly type: string;
  readonly name: string;
  /** of a nested resource: the one it is in */
  readonly parent?: string;
}

const SUBSCRIPTION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NAME = /^[\p{L}\p{N}._()-]{1,128}$/u;

export const isSubscription = (text: string): boolean => SUBSCRIPTION.test(text);
/** Of a resource or a group. */
export const isName = (text: string): boolean => NAME.test(text);

export function resourceIdOf(text: string): ResourceId | undefined {
  const parts = text.split('/');
  const [empty, subscriptions, subscription = '', groups, group = '', providers, namespace = '', ...rest] = parts;
  if (empty !== '' || subscriptions?.toLowerCase() !== 'subscriptions' || groups?.toLowerCase() !== 'resourcegroups')
    return undefined;
  if (providers?.toLowerCase() !== 'providers' || (rest.length !== 2 && rest.length !== 4)) return undefined;
  if (!parts.slice(2).every((part) => part === subscription || isName(part))) return undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  const names = rest.filter((_, index) => index % 2 === 1);
  return {
    subscription,
    group,
    type: [namespace, ...types].join('/').toLowerCase(),
    name: names.at(-1)!,
    ...(names.length === 2 ? { parent: names[0]! } : {}),
  };
}
