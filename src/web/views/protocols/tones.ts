/** Colours of the parts of a share bar: each common value has its own, whatever stands beside it; others differ from those before them. */
import type { Value } from '../../state/narrow.ts';
import { CATEGORIES, type ChartColors, oklch } from '../../style/theme.ts';

/** Hue, and how much lighter than the others. */
const TONES: Readonly<Record<string, readonly [hue: number, lighter: number]>> = {
  'ip.proto:tcp': [262, 0],
  'ip.proto:udp': [180, 0],
  'ip.proto:sctp': [290, -0.04],
  'ip.proto:pim': [120, -0.14],
  'ip.version:4': [262, 0],
  'ip.version:6': [305, 0],
  'app.by:inspected': [180, 0],
  'app.by:port': [82, 0],
};
const IS_APP: ReadonlySet<string> = new Set(CATEGORIES.flatMap(({ apps }) => apps));
/** Hues that are tried for a value without its own tone, from one that its place gives. */
const TRIED = 12;
/** In sRGB, 0 to 442: two colours side by side can be told apart. */
const APART = 40;

const parts = (hex: string): readonly number[] => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
export const distance = (a: string, b: string): number => {
  const other = parts(b);
  return Math.hypot(...parts(a).map((part, i) => part - other[i]!));
};

export function tonesOf(colors: ChartColors, field: string, values: readonly Value[]): readonly string[] {
  const base = colors.scheme === 'light' ? 0.58 : 0.7;
  const own = values.map((value) => {
    if (value === undefined || value === 'none' || value === 0) return colors.other;
    const tone = TONES[`${field}:${value}`];
    if (tone !== undefined) return oklch(base + tone[1], 0.12, tone[0]);
    // a transport that is an application, too, has the colour it has there
    return field === 'ip.proto' && IS_APP.has(String(value)) ? colors.app(String(value)) : undefined;
  });
  const taken = own.filter((color) => color !== undefined);
  return own.map((color, place) => {
    if (color !== undefined) return color;
    const tried = Array.from({ length: TRIED }, (_, n) => oklch(base - 0.08, 0.12, 20 + place * 43 + n * 30));
    const nearest = (one: string) => Math.min(...taken.map((other) => distance(one, other)));
    const found = tried.find((one) => nearest(one) >= APART) ?? tried[0]!;
    taken.push(found);
    return found;
  });
}
