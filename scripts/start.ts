/** `npm start [-- FILE…]`: builds what changed, then opens captures, or serves; works in shells that know no ./capscope, too. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const build = spawnSync(process.execPath, [fileURLToPath(new URL('build.ts', import.meta.url))], {
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (build.status !== 0) process.exit(build.status ?? 1);
process.argv.splice(2, 0, 'open');
await import(new URL('../dist/cli/main.js', import.meta.url).href);
