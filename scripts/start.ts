/** `npm start [-- FILE…]`: builds what changed, then opens captures, or serves; works in shells that know no ./capscope, too. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PARENT_CHECK_MS = 500;

const build = spawnSync(process.execPath, [fileURLToPath(new URL('build.ts', import.meta.url))], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (build.status !== 0) process.exit(build.status ?? 1);
process.argv.splice(2, 0, 'open');
// npm passes a signal on to its shell only, which goes without telling; what it started ends with it.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined)
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
  }, PARENT_CHECK_MS).unref();
await import(new URL('../dist/cli/main.js', import.meta.url).href);
