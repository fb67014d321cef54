/**
 * world-atlas stitches what Natural Earth cuts at 180°: rings of Russia and Fiji jump from one edge of a flat map to the other.
 * Here they are cut again.
 */
export type Point = readonly [number, number];
export type Ring = readonly Point[];
export type Polygon = readonly Ring[];

const jumps = (ring: Ring) => ring.some(([x], index) => index > 0 && Math.abs(x - ring[index - 1]![0]) > 180);

/** The polygon itself, or its parts on either side of the date line. */
export function cutAtDateLine(polygon: Polygon): readonly Polygon[] {
  if (!polygon.some(jumps)) return [polygon];
  // Everything west of Greenwich moves to 180° … 360°: without a jump at the date line.
  const whole = polygon.map((ring) => ring.map(([x, y]): Point => [x < 0 ? x + 360 : x, y]));
  const east = whole.map((ring) => clip(ring, 1)).filter((ring) => ring.length > 3);
  const west = whole
    .map((ring) => clip(ring, -1).map(([x, y]): Point => [x - 360, y]))
    .filter((ring) => ring.length > 3);
  return [east, west].filter((part) => part.length > 0);
}

/** What of a ring lies left (1) or right (-1) of 180°; Sutherland and Hodgman 1974 for one edge. */
function clip(ring: Ring, side: 1 | -1): Ring {
  const inside = (x: number) => (180 - x) * side >= 0;
  const kept: Point[] = [];
  for (let index = 1; index < ring.length; index++) {
    const from = ring[index - 1]!;
    const to = ring[index]!;
    if (inside(from[0])) kept.push(from);
    if (inside(from[0]) !== inside(to[0])) {
      const part = (180 - from[0]) / (to[0] - from[0]);
      kept.push([180, from[1] + part * (to[1] - from[1])]);
    }
  }
  return kept.length > 0 ? [...kept, kept[0]!] : kept;
}
