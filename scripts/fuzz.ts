/**
 * `npm run fuzz -- TARGET --runs N --seed S`: feeds a layer inputs that break its rules (tests/fuzz/) and says which
 * promise did not hold for which input, made as small as it gets. `--only N` checks the input of that number alone.
 * An input that takes longer than ten seconds hangs. Exit status: 0 all held, 1 something did not, 2 wrong usage.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { TARGETS } from '../tests/fuzz/target.ts';
import type { FuzzOrder, FuzzReport } from './fuzz-worker.ts';

const HANG_MS = 10_000;
const LOOK_MS = 500;
const BYTES_A_LINE = 64;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: 'string' }, seed: { type: 'string' }, only: { type: 'string' } },
});
const names = positionals.length > 0 ? positionals : Object.keys(TARGETS);
const unknown = names.find((name) => TARGETS[name] === undefined);
const only = values.only === undefined ? undefined : Number(values.only);
const runs = only === undefined ? Number(values.runs ?? 10_000) : 1;
const seed = Number(values.seed ?? 1);
if (unknown !== undefined || ![runs, seed, only ?? 0].every(Number.isSafeInteger)) {
  console.error(`usage: npm run fuzz -- [${Object.keys(TARGETS).join('|')}] [--runs N] [--seed S] [--only N]`);
  process.exit(2);
}

let folder: string | undefined;
let failed = false;
for (const name of names) failed = !(await fuzz(name)) || failed;
process.exitCode = failed ? 1 : 0;

/** True when all promises held. */
function fuzz(name: string): Promise<boolean> {
  const at = new Int32Array(new SharedArrayBuffer(8));
  const order: FuzzOrder = { name, seed, first: only ?? 0, runs, at };
  const worker = new Worker(new URL('./fuzz-worker.ts', import.meta.url), { workerData: order });
  const began = performance.now();
  let failures = 0;
  return new Promise((resolve, reject) => {
    let seen = -1;
    let since = performance.now();
    const watch = setInterval(() => {
      const now = Atomics.load(at, 1);
      if (now !== seen) since = performance.now();
      seen = now;
      if (performance.now() - since < HANG_MS) return;
      clearInterval(watch);
      console.log(`${name}: HANGS: ${again(name, Atomics.load(at, 0))}`);
      void worker.terminate().then(() => resolve(false));
    }, LOOK_MS);
    worker.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
    worker.on('message', (report: FuzzReport) => {
      if (report.kind === 'failure') {
        failures++;
        console.log(`${name}: FAILED: ${again(name, report.run)} (${report.bytes} bytes)`);
        console.log(report.message);
        console.log(`smallest: ${keep(name, report.run, report.smallest)} (${report.smallest.length} bytes)`);
        return;
      }
      clearInterval(watch);
      const seconds = (performance.now() - began) / 1000;
      const counts = Object.entries(report.tally)
        .sort(([, a], [, b]) => b - a)
        .map(([what, count]) => `${what} ${count}`);
      console.log(
        `${name}: ${runs} inputs, seed ${seed}, ${seconds.toFixed(1)} s, ${failures} failures, slowest ${report.slowestMs.toFixed(0)} ms (number ${report.slowest}): ${counts.join(', ')}`,
      );
      resolve(failures === 0);
    });
  });
}

function again(name: string, run: number): string {
  return `npm run fuzz -- ${name} --seed ${seed} --only ${run}`;
}

/** Writes the input as lines of hex, ready for tests/fuzz/past/TARGET/. */
function keep(name: string, run: number, input: Uint8Array): string {
  folder ??= mkdtempSync(join(tmpdir(), 'capscope-fuzz-'));
  const path = join(folder, `${name}-${seed}-${run}.hex`);
  const lines =
    Buffer.from(input)
      .toString('hex')
      .match(new RegExp(`.{1,${BYTES_A_LINE}}`, 'g')) ?? [];
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}
