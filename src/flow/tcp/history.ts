/**
 * How a TCP connection went, as the string of letters that Zeek writes to its conn.log (docs.zeek.org, base/protocols/conn):
 * S SYN, H SYN with ACK, A bare ACK, D data, F FIN, R RST, I and Q flags that don't go together, T data sent again, W window of
 * zero, G acknowledged data that were not captured; ^ before the rest: src is not the sender of the first packet. Upper case for src,
 * lower case for dst. A, D, I, Q stand once a side; S, H, F, R again when their sequence number is another; T, W, G at the first,
 * 10th, 100th, … time. At most MOST_LETTERS are kept.
 */
import { HISTORY } from '../open/slot.ts';

const LETTERS = Uint8Array.from(' SHADFRIQTWG', (letter) => letter.charCodeAt(0));
const TURNED = 0x5e; // ^
export const Letter = { S: 1, H: 2, A: 3, D: 4, F: 5, R: 6, I: 7, Q: 8, T: 9, W: 10, G: 11 } as const;

/** A number of the slot holds ten letters of five bits, the first uppermost. */
const WORDS = 3;
const BASE = 32;
const FULL = BASE ** 9;
const HALF = BASE ** 5;
export const MOST_LETTERS = 30;

export function addLetter(floats: Float64Array, f: number, side: number, letter: number): void {
  for (let at = f + HISTORY; at < f + HISTORY + WORDS; at++) {
    const held = floats[at]!;
    if (held >= FULL) continue;
    floats[at] = held * BASE + 2 * letter + side;
    return;
  }
}

/** Adds a letter that counts in powers of ten: `count` times it has happened now. */
export function addScaled(floats: Float64Array, f: number, side: number, letter: number, count: number): void {
  let power = 1;
  while (power < count) power *= 10;
  if (power === count) addLetter(floats, f, side, letter);
}

/** Writes the letters as ASCII from `to` on, `out` must have room for MOST_LETTERS + 1; their number. */
export function writeHistory(floats: Float64Array, f: number, src: number, out: Uint8Array, to: number): number {
  if (floats[f + HISTORY]! === 0) return 0;
  let at = to;
  if (src === 1) out[at++] = TURNED;
  for (let word = f + HISTORY; word < f + HISTORY + WORDS; word++) {
    const held = floats[word]!;
    if (held === 0) break;
    // The first letter is uppermost: two halves of five letters each fit whole numbers of 32 bits.
    let high = Math.floor(held / HALF);
    let low = held - high * HALF;
    let letters = high === 0 ? lettersOf(low) : 5 + lettersOf(high);
    const end = at + letters;
    for (let n = end - 1; letters > 0; n--, letters--) {
      const code = (end - 1 - n < 5 ? low : high) & 31;
      out[n] = (code & 1) === src ? LETTERS[code >> 1]! : LETTERS[code >> 1]! | 0x20;
      if (end - 1 - n < 5) low >>>= 5;
      else high >>>= 5;
    }
    at = end;
  }
  return at - to;
}

const lettersOf = (word: number): number => Math.ceil((32 - Math.clz32(word)) / 5);
