import { openBrowser } from '../browser.ts';
import { chosenDataDir } from '../data-dir-option.ts';
import { DECODE_OPTIONS, readSettings } from '../decode-options.ts';
import { type Door, ownDoor, remoteDoor } from '../door.ts';
import { addressesIn } from '../fetch-options.ts';
import { chooseDataset, importAll, importText } from '../import-files.ts';
import { servedBy, tellSettled } from '../served.ts';
import { SERVER_OPTIONS, type ServerChoices, startServer } from '../start-server.ts';
import { readArguments, readCaptures, refuseStreamAmongOthers } from '../usage.ts';
import { serve } from './serve.ts';

/** Imports captures and shows them in the browser while the import runs; without captures, the start page. */
export async function open(args: readonly string[]): Promise<void> {
  const { values, positionals } = readArguments(args, {
    ...SERVER_OPTIONS,
    dataset: { type: 'string', short: 'd' },
    ...DECODE_OPTIONS,
    again: { type: 'boolean' },
    urls: { type: 'string' },
  });
  if (positionals.length === 0) return serve(args, { browser: true });
  const captures = readCaptures([...positionals, ...addressesIn(values.urls)], 'open', { urls: true });
  refuseStreamAmongOthers(captures);
  const settings = readSettings(values);
  const dir = chosenDataDir(values['data-dir']);
  const served = servedBy(dir, Date.now());
  if (served !== undefined) tellSettled(served, values);
  const door = served === undefined ? await serverDoor(values) : remoteDoor(served.port);
  try {
    const target = await chooseDataset(door, values.dataset, captures, settings);
    const page = `${door.address}/d/${target.dataset.id}`;
    process.stdout.write(`Capscope is at ${page}\n`);
    if (!values['no-browser']) openBrowser(page);
    const imported = await importAll(door, target, captures, { again: values.again === true });
    process.stdout.write(importText(imported, await door.files(target.dataset.id)));
  } catch (error) {
    await door.close();
    throw error;
  }
}

/** Starts the server; the door closed ends it. */
async function serverDoor(choices: ServerChoices): Promise<Door> {
  const { app, address, close } = await startServer(choices);
  return { ...ownDoor(app, address), close };
}
