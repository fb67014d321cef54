/** How the highlight looks in pictures: full colour is what it holds of a mark, pale is the rest. */
import type { ReactNode } from 'react';
import type { Measure } from '#query/question.ts';
import { t } from '../language/t.ts';
import { exactMeasured, share } from '../style/format.ts';

export interface Gradient {
  readonly type: 'linear' | 'radial';
  readonly x: number;
  readonly y: number;
  readonly x2?: number;
  readonly y2?: number;
  readonly r?: number;
  readonly global?: boolean;
  readonly colorStops: readonly { readonly offset: number; readonly color: string }[];
}
export type Fill = string | Gradient;

/** Of a mark's colour; the rest is the ground's. style.css has the same for bars. */
const KEPT = 0.26;
/** The least that is drawn of a mark of which something is highlighted. */
const LEAST = 0.03;

/** A colour stepped back towards the ground: #rrggbb both. */
export function pale(color: string, ground: string, kept = KEPT): string {
  const part = (of: string, at: number) => Number.parseInt(of.slice(at, at + 2), 16);
  return `#${[1, 3, 5]
    .map((at) =>
      Math.round(part(color, at) * kept + part(ground, at) * (1 - kept))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

export const partOf = (marked: number, whole: number): number =>
  whole <= 0 || marked <= 0 ? 0 : Math.max(LEAST, Math.min(1, marked / whole));

const stops = (color: string, ground: string, edge: number): Gradient['colorStops'] => [
  { offset: 0, color },
  { offset: edge, color },
  { offset: edge, color: pale(color, ground) },
  { offset: 1, color: pale(color, ground) },
];

function filled(color: string, ground: string, part: number, mixed: (edge: number) => Gradient): Fill {
  if (part <= 0) return pale(color, ground);
  return part >= 1 ? color : mixed(part);
}

/** A rectangle, from the left. */
export const fromLeft = (color: string, ground: string, part: number): Fill =>
  filled(color, ground, part, (edge) => ({
    type: 'linear',
    x: 0,
    y: 0,
    x2: 1,
    y2: 0,
    colorStops: stops(color, ground, edge),
  }));

/** A rectangle, from the top. */
export const fromTop = (color: string, ground: string, part: number): Fill =>
  filled(color, ground, part, (edge) => ({
    type: 'linear',
    x: 0,
    y: 0,
    x2: 0,
    y2: 1,
    colorStops: stops(color, ground, edge),
  }));

/** A rectangle, from the bottom. */
export const fromBottom = (color: string, ground: string, part: number): Fill =>
  filled(color, ground, part, (edge) => ({
    type: 'linear',
    x: 0,
    y: 1,
    x2: 0,
    y2: 0,
    colorStops: stops(color, ground, edge),
  }));

/** A circle, from its middle: the area of the core is the part. */
export const fromMiddle = (color: string, ground: string, part: number): Fill =>
  filled(color, ground, part, (edge) => ({
    type: 'radial',
    x: 0.5,
    y: 0.5,
    r: 0.5,
    colorStops: stops(color, ground, Math.sqrt(edge)),
  }));

/** A piece of a ring about a point, pixels of the picture, from its inner side: by area. */
export const fromInside = (
  color: string,
  ground: string,
  part: number,
  ring: { readonly x: number; readonly y: number; readonly inner: number; readonly outer: number },
): Fill =>
  filled(color, ground, part, (edge) => ({
    type: 'radial',
    global: true,
    x: ring.x,
    y: ring.y,
    r: ring.outer,
    colorStops: stops(
      color,
      ground,
      Math.sqrt(ring.inner ** 2 + edge * (ring.outer ** 2 - ring.inner ** 2)) / ring.outer,
    ),
  }));

/** “12 430 B, 12.3 %”: how much of a mark is highlighted. */
export const markedWords = (marked: number, whole: number, measure: Measure): string =>
  `${exactMeasured(marked, measure)}, ${share(marked, whole) || '0 %'}`;

/** For readers of the screen, behind what a mark is in all; '' where nothing is highlighted, or it is not known. */
export const markedText = (marked: number | undefined, whole: number, measure: Measure): string =>
  marked === undefined ? '' : `, ${t('highlighted of it: {words}', { words: markedWords(marked, whole, measure) })}`;

/** In a tip, below what the mark is in all. */
export const MarkedTip = ({
  marked,
  whole,
  measure,
}: {
  readonly marked: number | undefined;
  readonly whole: number;
  readonly measure: Measure;
}): ReactNode =>
  marked !== undefined && <div>{t('highlighted of it: {words}', { words: markedWords(marked, whole, measure) })}</div>;
