/** --data-dir, or the place the system has for it. */
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultDataDir } from '#app/data-dir.ts';

export function chosenDataDir(option: string | undefined): string {
  if (option !== undefined) return resolve(option);
  return defaultDataDir({ env: process.env, platform: process.platform, home: homedir() });
}
