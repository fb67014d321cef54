/**
 * What `npm run fuzz -- NAME` runs: a layer, fed with inputs that break its rules. One file a target in this folder, one
 * line in TARGETS. An input follows from the seed and its number alone, so that both name it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from './random.ts';

export interface FuzzTarget {
  /** the promises that are held, in one line */
  readonly about: string;
  /** an input takes long: the tests check a tenth as many */
  readonly slow?: true;
  /** One input. */
  make(random: Random): Uint8Array;
  /** Throws when a promise does not hold for these bytes. Returns what it saw, for the tally, e.g. "fault". */
  check(input: Uint8Array): string;
}

/** Loaded when asked for; each module exports `target`. */
export const TARGETS: Readonly<Record<string, () => Promise<{ readonly target: FuzzTarget }>>> = {
  capture: () => import('./capture.ts'),
  wire: () => import('./wire.ts'),
  unpack: () => import('./unpack.ts'),
  flow: () => import('./flow.ts'),
  dissect: () => import('./dissect.ts'),
};

const PAST = new URL('./past/', import.meta.url).pathname;

/** Inputs that once broke a promise: past/TARGET/NAME.hex, whitespace and lines that start with # left out. */
export function pastFailures(target: string): readonly { readonly name: string; readonly input: Uint8Array }[] {
  const folder = join(PAST, target);
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.hex'));
  } catch {
    return [];
  }
  return names.map((name) => {
    const text = readFileSync(join(folder, name), 'utf8').replace(/^#.*$/gm, '').replace(/\s+/g, '');
    return { name, input: new Uint8Array(Buffer.from(text, 'hex')) };
  });
}

/** A smaller input that `fails` as well: pieces are left out as long as that is so, within a number of tries. */
export function smallest(input: Uint8Array, fails: (input: Uint8Array) => boolean, tries = 4000): Uint8Array {
  let best = input;
  for (let size = Math.ceil(best.length / 2); size >= 1 && tries > 0; size = Math.floor(size / 2)) {
    for (let at = 0; at < best.length && tries > 0; tries--) {
      const candidate = new Uint8Array(Buffer.concat([best.subarray(0, at), best.subarray(at + size)]));
      if (fails(candidate)) best = candidate;
      else at += size;
    }
  }
  return best;
}
