/** Files that hold the end of a dataset's stream: one for each decode worker, named by the stream's token. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const NAME = /^stream-([0-9a-f]{16})-\d+\.state(\.new)?$/;

/** Where a worker keeps its part of a stream's end. */
export function statePath(folder: string, token: string, shard: number): string {
  return join(folder, `stream-${token}-${shard}.state`);
}

/** Removes what is kept under other tokens. */
export function dropStates(folder: string, token: string | undefined): void {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  for (const name of names) {
    const found = NAME.exec(name);
    if (found !== null && (found[1] !== token || found[2] !== undefined)) rmSync(join(folder, name), { force: true });
  }
}
