/** Layers a packet's `stack` can name; 5 bits each, so at most 31. The order is the number. */
export const LAYERS = [
  '', 'eth', 'sll', 'sll2', 'null', 'raw', 'ppp', 'vlan', 'mpls', 'pppoe', 'llc', 'snap', 'arp', 'ipv4', 'ipv6',
  'tcp', 'udp', 'icmp', 'icmp6', 'igmp', 'sctp', 'dccp', 'udplite', 'esp', 'ah', 'gre', 'other',
] as const;
export type LayerName = Exclude<(typeof LAYERS)[number], ''>;

/** Deeper stacks stop naming layers here (5 bits × 10 fit a float's integers). */
const STACK_LIMIT = 2 ** 45;

export const layer = (name: LayerName): number => LAYERS.indexOf(name);

/** The stack with one more layer on top. */
export function pushLayer(stack: number, number: number): number {
  return stack >= STACK_LIMIT ? stack : stack * 32 + number;
}

/** "eth:vlan:ipv4:tcp" of a stack number. */
export function stackName(stack: number): string {
  const names: string[] = [];
  for (let rest = stack; rest > 0; rest = Math.floor(rest / 32)) names.unshift(LAYERS[rest % 32] ?? 'other');
  return names.join(':');
}
