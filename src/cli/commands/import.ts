import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { isStream } from '#app/local-file.ts';
import { chosenDataDir } from '../data-dir-option.ts';
import { DECODE_OPTIONS, readSettings } from '../decode-options.ts';
import { type Door, ownDoor, remoteDoor } from '../door.ts';
import { addressesIn, fetchOptions } from '../fetch-options.ts';
import { chooseDataset, importAll, importText } from '../import-files.ts';
import { servedBy, tellSettled } from '../served.ts';
import { readArguments, readCaptures, refuseStreamAmongOthers, usage } from '../usage.ts';

/** Imports captures into a dataset; a server that runs on the data directory is asked to do it. */
export async function importCommand(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    dataset: { type: 'string', short: 'd' },
    ...DECODE_OPTIONS,
    again: { type: 'boolean' },
    'no-keep': { type: 'boolean' },
    urls: { type: 'string' },
    'allow-net': { type: 'string' },
    'data-dir': { type: 'string' },
  });
  const captures = readCaptures([...positionals, ...addressesIn(values.urls)], 'import', { urls: true });
  refuseStreamAmongOthers(captures);
  if (values['no-keep'] && !captures.some(isStream))
    throw usage('--no-keep is for standard input and pipes: files stay where they are');
  const settings = readSettings(values);
  const door = await openDoor(chosenDataDir(values['data-dir']), values);
  try {
    const target = await chooseDataset(door, values.dataset, captures, settings);
    const before = new Set(target.isNew ? [] : (await door.files(target.dataset.id)).map((file) => file.id));
    const imported = await importAll(door, target, captures, {
      again: values.again === true,
      keep: values['no-keep'] !== true,
    });
    const files = await door.files(target.dataset.id);
    process.stdout.write(
      importText(
        imported,
        files.filter((file) => !before.has(file.id)),
      ),
    );
    if (door.address !== undefined) process.stdout.write(`See ${door.address}/d/${target.dataset.id}\n`);
  } finally {
    await door.close();
  }
}

async function openDoor(dir: string, choices: { readonly 'allow-net'?: string | undefined }): Promise<Door> {
  const fetching = fetchOptions(choices['allow-net']);
  const served = servedBy(dir, Date.now());
  if (served !== undefined) {
    tellSettled(served, choices);
    return remoteDoor(served.port);
  }
  return ownDoor(new Capscope({ dir, ...ENGINE, ...fetching }));
}
