/** `npm start [-- FILE…]`: builds what changed, then opens captures, or serves; works in shells that know no ./capscope, too. */
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PARENT_CHECK_MS = 500;
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const build = spawnSync(process.execPath, [here('build.ts')], { stdio: ['ignore', 'inherit', 'inherit'] });
if (build.status !== 0) process.exit(build.status ?? 1);

const program = spawn(process.execPath, [here('../dist/cli/main.js'), 'open', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
program.on('exit', (status) => process.exit(status ?? 1));
// A terminal tells both of Ctrl-C.
process.on('SIGINT', () => {});
for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => program.kill(signal));
// npm passes a signal on to its shell only, which goes without telling; what it started ends with it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined)
  setInterval(() => {
    if (process.ppid !== parent) program.kill('SIGTERM');
  }, PARENT_CHECK_MS).unref();
