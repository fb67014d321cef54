/** Sizes of a treemap's tiles, as ECharts lays them out: Squarified Treemaps, Bruls, Huizing and van Wijk 2000. Pure; pixels. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** ECharts' own: rows of tiles this much longer than wide are best. */
const RATIO = 0.5 * (1 + Math.sqrt(5));

/** Of each value, in the order given: the size of its tile. */
export function tilesOf(values: readonly number[], { width, height }: Size): readonly Size[] {
  const sizes: Size[] = values.map(() => ({ width: 0, height: 0 }));
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum <= 0 || width <= 0 || height <= 0) return sizes;
  const areas = values
    .map((value, index) => ({ index, area: (value / sum) * width * height }))
    .filter(({ area }) => area > 0)
    .sort((a, b) => b.area - a.area);
  const left = { width, height };
  for (let at = 0; at < areas.length; ) {
    const fixed = Math.min(left.width, left.height);
    let end = at + 1;
    let filled = areas[at]!.area;
    while (end < areas.length) {
      const more = filled + areas[end]!.area;
      if (
        worst(areas[at]!.area, areas[end]!.area, more, fixed) >
        worst(areas[at]!.area, areas[end - 1]!.area, filled, fixed)
      )
        break;
      filled = more;
      end++;
    }
    const depth = fixed > 0 ? filled / fixed : 0;
    const isAcross = fixed === left.width;
    for (const { index, area } of areas.slice(at, end)) {
      const length = depth > 0 ? area / depth : 0;
      sizes[index] = isAcross ? { width: length, height: depth } : { width: depth, height: length };
    }
    if (isAcross) left.height -= depth;
    else left.width -= depth;
    at = end;
  }
  return sizes;
}

/** How far a row of tiles, laid along the fixed side, is from what is best. */
function worst(largest: number, smallest: number, sum: number, fixed: number): number {
  const square = sum * sum;
  const side = fixed * fixed * RATIO;
  return Math.max((side * largest) / square, square / (side * smallest));
}
