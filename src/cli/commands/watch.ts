import { basename, resolve } from 'node:path';
import { STANDING_OPTIONS, stand } from '../standing.ts';
import { readArguments, usage } from '../usage.ts';

/** Imports the captures that appear in a folder, until Ctrl-C. */
export async function watch(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...STANDING_OPTIONS,
    'no-subfolders': { type: 'boolean' },
    'only-new': { type: 'boolean' },
  });
  if (positionals.length !== 1) throw usage('capscope watch takes one folder');
  const path = resolve(positionals[0]!);
  await stand(
    {
      kind: 'folder',
      path,
      subfolders: values['no-subfolders'] !== true,
      onlyNew: values['only-new'] === true,
    },
    basename(path) || path,
    values,
    () => [`Watching ${path}`],
  );
}
