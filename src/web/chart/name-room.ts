/** How much room a name has: what is too long is cut in the middle, so that its end stays. */
import { createContext } from 'react';
import { middle } from '../style/format.ts';

/** Pixels; undefined: not known. */
export const NameRoom = createContext<number | undefined>(undefined);

/** Pixels of a letter at 12.5 px, a little more than most are. */
const widthOf = (letter: string): number =>
  /[A-Z_@%mw]/.test(letter) ? 8.6 : /[ijlft.,:;'|!() /-]/.test(letter) ? 4.6 : 7.2;

const widthOfAll = (text: string): number => Array.from(text, widthOf).reduce((sum, one) => sum + one, 0);

/** The text, or as much of its two ends as there is room for; at most `longest` letters. */
export function fitted(text: string, room: number | undefined, longest: number): string {
  let shown = middle(text, longest);
  if (room === undefined) return shown;
  const fewest = 12;
  for (let width = widthOfAll(shown); width > room && shown.length > fewest; width = widthOfAll(shown)) {
    const letters = Math.max(fewest, Math.min(shown.length - 1, Math.floor((shown.length * room) / width)));
    shown = middle(text, letters);
  }
  return shown;
}
