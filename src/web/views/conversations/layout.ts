/**
 * Places for the nodes of a graph: they push one another away, links pull, all lean to the middle (Fruchterman and Reingold
 * 1991, pushes only among near neighbours of a grid). Pure, and the same for the same graph.
 */

/** x and y of each node, in units of the wished distance of two neighbours. */
export function layout(nodes: number, links: readonly (readonly [number, number])[], rounds: number): Float64Array {
  const at = new Float64Array(2 * nodes);
  const push = new Float64Array(2 * nodes);
  // a sunflower: even, and no two at one place
  for (let i = 0; i < nodes; i++) {
    const r = Math.sqrt(i + 0.5);
    at[2 * i] = r * Math.cos(2.399963 * i);
    at[2 * i + 1] = r * Math.sin(2.399963 * i);
  }
  const degree = new Uint32Array(nodes);
  for (const [a, b] of links) {
    if (a === b) continue;
    degree[a]!++;
    degree[b]!++;
  }
  const REACH = 4;
  let heat = Math.sqrt(nodes) * 0.3 + 1;
  for (let round = 0; round < rounds; round++, heat *= 0.97) {
    push.fill(0);
    const cells = new Map<number, number[]>();
    const cellOf = (i: number) => Math.floor(at[2 * i]! / REACH) * 65_537 + Math.floor(at[2 * i + 1]! / REACH);
    for (let i = 0; i < nodes; i++) {
      const cell = cellOf(i);
      const list = cells.get(cell);
      if (list) list.push(i);
      else cells.set(cell, [i]);
    }
    for (const [cell, list] of cells)
      for (const near of [
        cell,
        cell + 1,
        cell - 1,
        cell + 65_537,
        cell - 65_537,
        cell + 65_538,
        cell + 65_536,
        cell - 65_538,
        cell - 65_536,
      ]) {
        const others = cells.get(near);
        if (others === undefined) continue;
        for (const i of list)
          for (const j of others) {
            if (i === j) continue;
            const dx = at[2 * i]! - at[2 * j]!;
            const dy = at[2 * i + 1]! - at[2 * j + 1]!;
            const square = Math.max(0.01, dx * dx + dy * dy);
            if (square > REACH * REACH) continue;
            push[2 * i]! += dx / square;
            push[2 * i + 1]! += dy / square;
          }
      }
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
      const fx = push[2 * i]! - at[2 * i]! * 0.02;
      const fy = push[2 * i + 1]! - at[2 * i + 1]! * 0.02;
      const size = Math.hypot(fx, fy);
      if (size === 0) continue;
      const step = Math.min(size, heat) / size;
      at[2 * i]! += fx * step;
      at[2 * i + 1]! += fy * step;
    }
  }
  return at;
}
