/**
 * `npm test`: types, style, unit tests and whole paths, in that order; ends with one line "N passed, N failed".
 * Chromium is found, or installed where this is root on a Debian-like machine, or the message says how.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, installChromium } from '../tests/chromium.ts';

const root = new URL('..', import.meta.url).pathname;
const bin = (name: string): string => join(root, 'node_modules/.bin', name);
const run = (command: string, args: readonly string[]): boolean =>
  spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numFailedTestSuites: number;
}

let passed = 0;
let failed = 0;
const count = (ok: boolean, name: string): void => {
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name}`);
  if (ok) passed++;
  else failed++;
};

if (findChromium() === undefined) installChromium();

count(run(process.execPath, [join(root, 'scripts/build.ts')]), 'the build');
count(run(bin('tsc'), ['--noEmit']), 'types (tsc)');
count(run(bin('biome'), ['check', '.']), 'style (biome)');

const folder = mkdtempSync(join(tmpdir(), 'capscope-test-'));
const reportFile = join(folder, 'report.json');
const ended = run(bin('vitest'), [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile=${reportFile}`,
  ...process.argv.slice(2),
]);
let skipped = 0;
try {
  const report = JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport;
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  skipped = report.numPendingTests;
  if (!ended && report.numFailedTests === 0) failed += Math.max(1, report.numFailedTestSuites);
} catch {
  failed++;
}
rmSync(folder, { recursive: true, force: true });

if (skipped > 0) console.log(`${skipped} skipped: their captures, programs or browser are not on this machine`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
