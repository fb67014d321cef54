/**
 * Places for the nodes of a graph: they push one another away, links pull, all lean to the middle (Fruchterman and Reingold
 * 1991, pushes only among near neighbours of a grid). Pure, and the same for the same graph.
 */

/** x and y of each node, in units of the wished distance of two neighbours; the whole about `aspect` times wider than high. */
export function layout(
  nodes: number,
  links: readonly (readonly [number, number])[],
  rounds: number,
  aspect: number,
): Float64Array {
  const at = new Float64Array(2 * nodes);
  const push = new Float64Array(2 * nodes);
  const wide = Math.sqrt(aspect);
  // a sunflower: even, and no two at one place
  for (let i = 0; i < nodes; i++) {
    const r = Math.sqrt(i + 0.5);
    at[2 * i] = r * Math.cos(2.399963 * i) * wide;
    at[2 * i + 1] = (r * Math.sin(2.399963 * i)) / wide;
  }
  const degree = new Uint32Array(nodes);
  for (const [a, b] of links) {
    if (a === b) continue;
    degree[a]!++;
    degree[b]!++;
  }
  const near = new Neighbours(nodes);
  let heat = Math.sqrt(nodes) * 0.3 + 1;
  for (let round = 0; round < rounds; round++, heat *= 0.97) {
    push.fill(0);
    near.push(at, push);
    for (const [a, b] of links) {
      if (a === b) continue;
      const dx = at[2 * a]! - at[2 * b]!;
      const dy = at[2 * a + 1]! - at[2 * b + 1]!;
      const far = Math.hypot(dx, dy);
      // hubs have many links: each pulls less
      const pull = (far * 0.5) / Math.sqrt(Math.max(1, Math.min(degree[a]!, degree[b]!)));
      push[2 * a]! -= dx * pull * 0.2;
      push[2 * a + 1]! -= dy * pull * 0.2;
      push[2 * b]! += dx * pull * 0.2;
      push[2 * b + 1]! += dy * pull * 0.2;
    }
    for (let i = 0; i < nodes; i++) {
      const fx = push[2 * i]! - (at[2 * i]! * 0.02) / aspect;
      const fy = push[2 * i + 1]! - at[2 * i + 1]! * 0.02 * aspect;
      const size = Math.hypot(fx, fy);
      if (size === 0) continue;
      const step = Math.min(size, heat) / size;
      at[2 * i]! += fx * step;
      at[2 * i + 1]! += fy * step;
    }
  }
  return at;
}

/** Beyond it nodes do not push. */
const REACH = 4;
/** The cell itself is looked at apart; of two cells one looks at the other. */
const NEXT = [1, 65_536, 65_537, 65_538] as const;

/** Nodes by the cell of a grid they lie in: chains in typed arrays. */
class Neighbours {
  readonly #nodes: number;
  /** by cell in the order they are met: its first node */
  readonly #first: Int32Array;
  readonly #next: Int32Array;

  constructor(nodes: number) {
    this.#nodes = nodes;
    this.#first = new Int32Array(nodes);
    this.#next = new Int32Array(nodes);
  }

  /** Adds to `push` what nodes in reach of each other do to one another. */
  push(at: Float64Array, push: Float64Array): void {
    const [first, next] = [this.#first, this.#next];
    const cells = new Map<number, number>();
    for (let i = 0; i < this.#nodes; i++) {
      const cell = Math.floor(at[2 * i]! / REACH) * 65_537 + Math.floor(at[2 * i + 1]! / REACH);
      const known = cells.get(cell);
      if (known === undefined) cells.set(cell, cells.size);
      const place = known ?? cells.size - 1;
      next[i] = known === undefined ? -1 : first[place]!;
      first[place] = i;
    }
    for (const [cell, place] of cells) {
      for (let i = first[place]!; i >= 0; i = next[i]!)
        for (let j = next[i]!; j >= 0; j = next[j]!) apart(at, push, i, j);
      for (const step of NEXT) {
        const other = cells.get(cell + step);
        if (other === undefined) continue;
        for (let i = first[place]!; i >= 0; i = next[i]!)
          for (let j = first[other]!; j >= 0; j = next[j]!) apart(at, push, i, j);
      }
    }
  }
}

function apart(at: Float64Array, push: Float64Array, i: number, j: number): void {
  const dx = at[2 * i]! - at[2 * j]!;
  const dy = at[2 * i + 1]! - at[2 * j + 1]!;
  const square = dx * dx + dy * dy;
  if (square > REACH * REACH) return;
  const part = 1 / Math.max(0.01, square);
  push[2 * i]! += dx * part;
  push[2 * i + 1]! += dy * part;
  push[2 * j]! -= dx * part;
  push[2 * j + 1]! -= dy * part;
}
