/** `npm run visual [-- --update]`: compares every view with its kept picture, or keeps new ones; build before. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const isUpdate = process.argv.includes('--update');
const { status } = spawnSync(`${root}node_modules/.bin/vitest`, ['run', 'tests/browser/visual.test.ts'], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, ...(isUpdate ? { CAPSCOPE_VISUAL: 'update' } : {}) },
});
process.exitCode = status ?? 1;
