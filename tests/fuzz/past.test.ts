/** Each fuzz target holds for the inputs that once broke it, and for a few hundred new ones. */
import { describe, expect, test } from 'vitest';
import { Random } from './random.ts';
import { pastFailures, TARGETS } from './target.ts';

const RUNS = 300;
const SEED = 20_241_021;

describe.each(Object.keys(TARGETS))('%s', (name) => {
  test('holds for what once broke it', async () => {
    const { target } = await TARGETS[name]!();
    for (const { name: past, input } of pastFailures(name)) {
      expect(() => target.check(input), past).not.toThrow();
    }
  });
  test('holds for broken inputs', async () => {
    const { target } = await TARGETS[name]!();
    const wrong: string[] = [];
    const runs = target.slow === true ? RUNS / 10 : RUNS;
    for (let run = 0; run < runs; run++) {
      try {
        target.check(target.make(new Random(SEED, run)));
      } catch (error) {
        wrong.push(`--seed ${SEED} --only ${run}: ${(error as Error).message}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
