/** Who does the work of a command: the server that has the data directory, or this process. */
import { Capscope } from '#app/capscope.ts';
import { ENGINE } from '#app/engine.ts';
import { type AzureDoor, ownAzure, remoteAzure } from '../../azure-door.ts';
import { chosenDataDir } from '../../data-dir-option.ts';
import { type Door, ownDoor, remoteDoor } from '../../door.ts';
import { fetchOptions } from '../../fetch-options.ts';
import { servedBy, tellSettled } from '../../served.ts';

export interface Doors {
  readonly door: Door;
  readonly azure: AzureDoor;
}

export const DOOR_OPTIONS = { 'allow-net': { type: 'string' }, 'data-dir': { type: 'string' } } as const;

export interface DoorChoices {
  readonly 'allow-net'?: string | undefined;
  readonly 'data-dir'?: string | undefined;
}

export async function withDoors<T>(choices: DoorChoices, act: (doors: Doors) => Promise<T>): Promise<T> {
  const dir = chosenDataDir(choices['data-dir']);
  const served = servedBy(dir, Date.now());
  let doors: Doors;
  if (served === undefined) {
    const app = new Capscope({ dir, ...ENGINE, ...fetchOptions(choices['allow-net']) });
    doors = { door: ownDoor(app), azure: ownAzure(app) };
  } else {
    tellSettled(served, choices);
    doors = { door: remoteDoor(served.port), azure: remoteAzure(served.port) };
  }
  try {
    return await act(doors);
  } finally {
    await doors.door.close();
  }
}
