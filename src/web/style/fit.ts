/** Texts that fit their room: what is too long is cut in the middle, so that its end stays. */
import { middle } from './format.ts';

/** As CSS names it: size and family. */
export const WORDS = "'Inter Variable', sans-serif";
export const MONO = "'JetBrains Mono', monospace";

const pens = new Map<string, CanvasRenderingContext2D>();

function penOf(font: string): CanvasRenderingContext2D | undefined {
  const known = pens.get(font);
  if (known !== undefined || typeof document === 'undefined') return known;
  const pen = document.createElement('canvas').getContext('2d');
  if (pen === null) return undefined;
  pen.font = font;
  pens.set(font, pen);
  return pen;
}

/** Parts of the font's size, a little more than most letters take: where nothing can be measured. */
const guessedWidth = (letter: string): number =>
  /[A-Z_@%mw]/.test(letter) ? 0.69 : /[ijlft.,:;'|!() /-]/.test(letter) ? 0.37 : 0.58;

/** Pixels. */
export function textWidth(text: string, size: number, family = WORDS): number {
  const pen = penOf([`${size}px`, family].join(' '));
  if (pen !== undefined) return pen.measureText(text).width;
  if (family === MONO) return text.length * size * 0.6;
  return Array.from(text, guessedWidth).reduce((sum, one) => sum + one, 0) * size;
}

const FEWEST = 12;

/** The text, or as much of its two ends as there is room for, in pixels; at most `longest` letters, never fewer than twelve. */
export function fitted(text: string, room: number | undefined, longest: number, size: number, family = WORDS): string {
  let shown = middle(text, longest);
  if (room === undefined) return shown;
  for (let width = textWidth(shown, size, family); width > room && shown.length > FEWEST; ) {
    const letters = Math.max(FEWEST, Math.min(shown.length - 1, Math.floor((shown.length * room) / width)));
    shown = middle(text, letters);
    width = textWidth(shown, size, family);
  }
  return shown;
}
