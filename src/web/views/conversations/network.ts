/** Pairs of ends as a network of nodes and links. Pure. */
import type { Measure, Volume } from '#query/question.ts';

export interface NetNode {
  /** '' = not known */
  readonly id: string;
  readonly value: string | undefined;
  /** of all its links */
  readonly volume: number;
  readonly peers: number;
  /** it began flows, and answered flows */
  readonly began: number;
  readonly answered: number;
}
export interface NetLink {
  /** places in `nodes` */
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly flows: number;
}
/** What is highlighted of the volumes of nodes and links, in their order. */
export interface MarkedNetwork {
  readonly nodes: readonly number[];
  readonly links: readonly number[];
}

/** What is highlighted of a pair; undefined: nothing is, anywhere. */
export type Marked = ((from: string | undefined, to: string | undefined) => number) | undefined;

export function markedNetwork({ nodes, links }: Network, of: NonNullable<Marked>): MarkedNetwork {
  const lit = links.map((link) => of(nodes[link.from]!.value, nodes[link.to]!.value));
  const sums = nodes.map(() => 0);
  for (const [at, { from, to }] of links.entries()) {
    sums[from]! += lit[at]!;
    if (to !== from) sums[to]! += lit[at]!;
  }
  return { nodes: sums, links: lit };
}

export interface Network {
  /** largest first */
  readonly nodes: readonly NetNode[];
  readonly links: readonly NetLink[];
}

export function networkOf(
  rows: readonly (Volume & { readonly values: readonly (string | number | boolean | undefined)[] })[],
  measure: Measure,
): Network {
  const found = new Map<
    string,
    { value: string | undefined; volume: number; peers: Set<string>; began: number; answered: number }
  >();
  const node = (value: string | undefined) => {
    const id = value ?? '';
    let one = found.get(id);
    if (one === undefined) {
      one = { value, volume: 0, peers: new Set(), began: 0, answered: 0 };
      found.set(id, one);
    }
    return one;
  };
  const pairs = rows.map((row) => {
    const [from, to] = row.values.map((value) => (value === undefined ? undefined : String(value)));
    const [a, b] = [node(from), node(to)];
    a.volume += row[measure];
    a.peers.add(to ?? '');
    a.began += row.flows;
    b.answered += row.flows;
    if (a !== b) {
      b.volume += row[measure];
      b.peers.add(from ?? '');
    }
    return { from: from ?? '', to: to ?? '', value: row[measure], flows: row.flows };
  });
  const nodes = [...found.entries()]
    .map(([id, one]): NetNode => ({ ...one, id, peers: one.peers.size }))
    .sort((a, b) => b.volume - a.volume);
  const place = new Map(nodes.map((one, index) => [one.id, index]));
  return {
    nodes,
    links: pairs.map((pair) => ({ ...pair, from: place.get(pair.from)!, to: place.get(pair.to)! })),
  };
}
