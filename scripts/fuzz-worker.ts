/** Runs one fuzz target; its number of the moment stands in shared memory, so that the main thread sees it hang. */
import { parentPort, workerData } from 'node:worker_threads';
import { Random } from '../tests/fuzz/random.ts';
import { smallest, TARGETS } from '../tests/fuzz/target.ts';

export interface FuzzOrder {
  readonly name: string;
  readonly seed: number;
  readonly first: number;
  readonly runs: number;
  /** [0]: number of the input under check, [1]: counts up with every check, to be seen alive */
  readonly at: Int32Array;
}

export type FuzzReport =
  | {
      readonly kind: 'failure';
      readonly run: number;
      readonly message: string;
      readonly bytes: number;
      readonly smallest: Uint8Array;
    }
  | {
      readonly kind: 'done';
      readonly tally: Readonly<Record<string, number>>;
      readonly slowestMs: number;
      readonly slowest: number;
    };

const MAX_FAILURES = 20;

const { name, seed, first, runs, at } = workerData as FuzzOrder;
const report = (message: FuzzReport): void => parentPort?.postMessage(message);
const { target } = await TARGETS[name]!();

/** What is wrong with this input, in the first line of its error; '' when all holds. */
function fault(input: Uint8Array): string {
  Atomics.add(at, 1, 1);
  try {
    target.check(input);
    return '';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

const tally: Record<string, number> = {};
let slowestMs = 0;
let slowest = first;
let failures = 0;
for (let run = first; run < first + runs && failures < MAX_FAILURES; run++) {
  Atomics.store(at, 0, run);
  Atomics.add(at, 1, 1);
  const input = target.make(new Random(seed, run));
  const began = performance.now();
  try {
    const seen = target.check(input);
    tally[seen] = (tally[seen] ?? 0) + 1;
  } catch {
    failures++;
    const message = fault(input);
    const [head] = message.split('\n');
    report({
      kind: 'failure',
      run,
      message,
      bytes: input.length,
      smallest: smallest(input, (candidate) => fault(candidate).split('\n')[0] === head),
    });
  }
  const tookMs = performance.now() - began;
  if (tookMs > slowestMs) {
    slowestMs = tookMs;
    slowest = run;
  }
}
report({ kind: 'done', tally, slowestMs, slowest });
