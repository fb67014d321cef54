/**
 * `npm run bench -- FILE [--rounds N] [--only NAME,…]`: our whole import (fresh data directory; applications, geography,
 * store and index included) and each peer tool that is installed, on the same file, in turn, in one run. Prints for each
 * the median wall time, CPU time and peak memory, and the ratio ours/theirs of each, taken round by round.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = new URL('..', import.meta.url).pathname;
const TIME = '/usr/bin/time';

interface Tool {
  readonly name: string;
  readonly what: string;
  readonly program: string;
  /** arguments for a capture and an empty folder to write to */
  readonly args: (file: string, folder: string) => readonly string[];
  /** slow tools run once */
  readonly once?: true;
}

interface Run {
  readonly wall: number;
  readonly cpu: number;
  readonly megabytes: number;
  readonly ok: boolean;
}

const OURS: Tool = {
  name: 'capscope',
  what: 'import: flows, applications, countries, store, packet index',
  program: process.execPath,
  args: (file, folder) => [join(root, 'dist/cli/main.js'), 'import', '--data-dir', folder, '--dataset', 'bench', file],
};
const PEERS: readonly Tool[] = [
  { name: 'softflowd', what: 'flows', program: 'softflowd', args: (file) => ['-r', file, '-n', '127.0.0.1:9', '-d'] },
  { name: 'nfpcapd', what: 'flows, stored', program: 'nfpcapd', args: (file, folder) => ['-r', file, '-w', folder] },
  {
    name: 'argus',
    what: 'flows, stored',
    program: 'argus',
    args: (file, folder) => ['-r', file, '-w', join(folder, 'out')],
  },
  { name: 'ndpiReader', what: 'flows, applications', program: 'ndpiReader', args: (file) => ['-q', '-i', file] },
  {
    name: 'tshark',
    what: 'conversations',
    program: 'tshark',
    args: (file) => ['-n', '-q', '-r', file, '-z', 'conv,tcp', '-z', 'conv,udp'],
    once: true,
  },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '5' }, only: { type: 'string' } },
});
const file = positionals[0];
if (file === undefined || !existsSync(file)) {
  console.error('usage: npm run bench -- FILE [--rounds N] [--only softflowd,ndpiReader,…]');
  process.exit(2);
}
const only = values.only?.split(',');
const rounds = Math.max(1, Number(values.rounds));
const installed = (tool: Tool): boolean => spawnSync('which', [tool.program]).status === 0;
const peers = PEERS.filter((tool) => (only === undefined || only.includes(tool.name)) && installed(tool));
const missing = PEERS.filter((tool) => !installed(tool)).map((tool) => tool.name);

if (
  spawnSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: ['ignore', 'ignore', 'inherit'] }).status !== 0
)
  process.exit(1);
for await (const _ of createReadStream(file, { highWaterMark: 1 << 22 })); // into the page cache, for all alike

const runs = new Map<string, Run[]>();
for (let round = 0; round < rounds; round++) {
  for (const tool of [OURS, ...peers]) {
    if (tool.once && round > 0) continue;
    const list = runs.get(tool.name) ?? [];
    list.push(measure(tool, file));
    runs.set(tool.name, list);
  }
}
print();

function measure(tool: Tool, capture: string): Run {
  const folder = mkdtempSync(join(tmpdir(), 'capscope-bench-'));
  const timed = existsSync(TIME);
  const args = tool.args(capture, folder);
  const command = timed ? TIME : tool.program;
  const started = process.hrtime.bigint();
  const ended = spawnSync(command, timed ? ['-q', '-f', '\n@ %e %U %S %M', tool.program, ...args] : args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 1 << 28,
    encoding: 'utf8',
  });
  const wall = Number(process.hrtime.bigint() - started) / 1e9;
  rmSync(folder, { recursive: true, force: true });
  const facts = /@ (\S+) (\S+) (\S+) (\S+)\s*$/.exec(ended.stderr ?? '');
  if (tool === OURS && ended.status !== 0) console.error(ended.stderr);
  return {
    wall,
    cpu: facts === null ? Number.NaN : Number(facts[2]) + Number(facts[3]),
    megabytes: facts === null ? Number.NaN : Number(facts[4]) / 1024,
    ok: ended.status === 0,
  };
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function print(): void {
  const ours = runs.get(OURS.name)!;
  const size = statSync(file!).size / 1e6;
  console.log(
    `${file}: ${size.toFixed(0)} MB; ${cpus().length} × ${cpus()[0]?.model ?? 'CPU'}, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; Node ${process.version}`,
  );
  console.log(
    `median of ${rounds} rounds, tools in turn, file in the page cache; whole processes; ratio = ours/theirs, median of the rounds' ratios`,
  );
  const rows = [['tool', 'wall s', '(min–max)', 'CPU s', 'peak MB', 'wall ratio', 'CPU ratio', 'what it does']];
  for (const tool of [OURS, ...peers]) {
    const list = runs.get(tool.name)!;
    const walls = list.map((run) => run.wall);
    const ratio = (of: (run: Run) => number): string =>
      tool === OURS ? '' : median(list.map((run, n) => of(ours[n]!) / of(run))).toFixed(2);
    rows.push([
      tool.name + (list.every((run) => run.ok) ? '' : ' (failed)'),
      median(walls).toFixed(2),
      `${Math.min(...walls).toFixed(2)}–${Math.max(...walls).toFixed(2)}`,
      median(list.map((run) => run.cpu)).toFixed(2),
      median(list.map((run) => run.megabytes)).toFixed(0),
      ratio((run) => run.wall),
      ratio((run) => run.cpu),
      tool.what,
    ]);
  }
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    );
  console.log(`capscope: ${(size / median(ours.map((run) => run.wall))).toFixed(0)} MB/s`);
  if (missing.length > 0) console.log(`not installed here: ${missing.join(', ')}`);
}
