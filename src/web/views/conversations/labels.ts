/**
 * Places for the names of a graph's nodes: the most important first, each beside its node where it covers no other name, no
 * node and nothing outside the picture; those without room have none until somebody zooms in. Pure; pixels.
 */

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const GAP = 4;
const SPARE = 2;

/** Right, left, below, above, then the corners: in the order in which a reader looks for a name. */
const SIDES: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [0.8, 0.8],
  [0.8, -0.8],
  [-0.8, 0.8],
  [-0.8, -0.8],
];

const boxAt = ({ x, y, r }: Circle, [across, down]: readonly [number, number], width: number, height: number): Box => ({
  left: x + across * (r + GAP) + ((Math.sign(across) - 1) * width) / 2,
  top: y + down * (r + GAP) + ((Math.sign(down) - 1) * height) / 2,
  width,
  height,
});

const meets = (a: Box, b: Box): boolean =>
  a.left < b.left + b.width + SPARE &&
  b.left < a.left + a.width + SPARE &&
  a.top < b.top + b.height + SPARE &&
  b.top < a.top + a.height + SPARE;

function covers({ left, top, width, height }: Box, { x, y, r }: Circle): boolean {
  const dx = x - Math.max(left, Math.min(x, left + width));
  const dy = y - Math.max(top, Math.min(y, top + height));
  return dx * dx + dy * dy < (r + 1) * (r + 1);
}

/** `sizes`: of the names of the first nodes, which are the most important; `firm` of them stand over lesser nodes rather than nowhere. */
export function placeLabels(
  nodes: readonly Circle[],
  sizes: readonly { readonly width: number; readonly height: number }[],
  area: { readonly width: number; readonly height: number },
  firm: number,
): readonly (Box | undefined)[] {
  const taken: Box[] = [];
  const inside = ({ left, top, width, height }: Box) =>
    left >= 0 && top >= 0 && left + width <= area.width && top + height <= area.height;
  return sizes.map(({ width, height }, index) => {
    const node = nodes[index]!;
    const free = SIDES.map((side) => boxAt(node, side, width, height)).filter(
      (box) => inside(box) && !taken.some((other) => meets(box, other)),
    );
    const hidden = (box: Box) => nodes.filter((other, at) => at !== index && covers(box, other));
    const found =
      free.find((box) => hidden(box).length === 0) ??
      (index < firm
        ? free
            .map((box) => ({ box, cost: hidden(box).reduce((sum, { r }) => sum + r * r, 0) }))
            .sort((a, b) => a.cost - b.cost)[0]?.box
        : undefined);
    if (found !== undefined) taken.push(found);
    return found;
  });
}
