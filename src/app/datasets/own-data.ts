/** What the user adds to a dataset: name and settings, his own networks, tags and notes. Kept with it, deleted with it. */
import { bigintOfIp, ipOfBigint } from '#base/address.ts';
import { AppError } from '#base/errors.ts';
import {
  checkNote,
  checkTag,
  type MarkChange,
  type MarkResult,
  type Marks,
  type MarkTarget,
  MOST_AT_ONCE,
} from '#query/marks.ts';
import { checkNetworks, type OwnNetwork, type WrittenNetwork } from '#query/networks.ts';
import type { Dataset } from '../model.ts';
import type { DatasetEdit } from './catalog.ts';
import type { Datasets } from './datasets.ts';

const MOST_TOLD = 5;

export class OwnData {
  readonly #datasets: Datasets;

  constructor(datasets: Datasets) {
    this.#datasets = datasets;
  }

  edit(id: string, edit: DatasetEdit): Dataset {
    const { tags, note } = edit;
    return this.#datasets.edit(id, {
      ...edit,
      ...(tags === undefined ? {} : { tags: tagsGiven(tags) }),
      ...(note === undefined ? {} : { note: noteGiven(note) }),
    });
  }

  async networks(id: string): Promise<readonly OwnNetwork[]> {
    return (await this.#datasets.store(id)).networks();
  }

  /** In place of those before: all flows are told by them at once. AppError USAGE says which can't be understood, and why. */
  async setNetworks(id: string, written: readonly WrittenNetwork[]): Promise<readonly OwnNetwork[]> {
    const checked = checkNetworks(written);
    if (!checked.ok) {
      const told = checked.faults.slice(0, MOST_TOLD).map(({ row, message }) => `network ${row + 1}: ${message}`);
      const more = checked.faults.length > MOST_TOLD ? [`and ${checked.faults.length - MOST_TOLD} more faults`] : [];
      throw new AppError('USAGE', { message: [...told, ...more].join('; ') });
    }
    const store = await this.#datasets.store(id);
    await store.setNetworks(checked.networks);
    await this.#datasets.toldAnew(id);
    return checked.networks;
  }

  async marks(id: string): Promise<Marks> {
    return (await this.#datasets.store(id)).marks();
  }

  /** AppError: USAGE for what can't be a tag, a note or an address, FILTER_INVALID. */
  async mark(id: string, change: MarkChange): Promise<MarkResult> {
    const checked: MarkChange = {
      on: addressesOf(change.on),
      add: tagsGiven(change.add),
      remove: tagsGiven(change.remove),
      ...(change.note === undefined ? {} : { note: noteGiven(change.note) }),
    };
    if (checked.add.length === 0 && checked.remove.length === 0 && checked.note === undefined)
      throw new AppError('USAGE', { message: 'neither a tag nor a note was given' });
    const result = await (await this.#datasets.store(id)).mark(checked);
    if (result.undo !== undefined) await this.#datasets.toldAnew(id);
    return result;
  }

  /** AppError NOT_FOUND for a change that can't be taken back any more. */
  async takeBack(id: string, undo: string): Promise<void> {
    await (await this.#datasets.store(id)).takeBack(undo);
    await this.#datasets.toldAnew(id);
  }
}

function tagsGiven(tags: readonly string[]): readonly string[] {
  if (tags.length > MOST_AT_ONCE)
    throw new AppError('USAGE', { message: `at most ${MOST_AT_ONCE} tags are put on at once` });
  const clean = tags.map((tag) => {
    const checked = checkTag(tag);
    if (!checked.ok) throw new AppError('USAGE', { message: checked.message });
    return checked.text;
  });
  return clean.filter((tag, at) => clean.findIndex((one) => one.toLowerCase() === tag.toLowerCase()) === at);
}

function noteGiven(note: string): string {
  const checked = checkNote(note);
  if (!checked.ok) throw new AppError('USAGE', { message: checked.message });
  return checked.text;
}

function addressesOf(on: MarkTarget): MarkTarget {
  if (on.kind !== 'hosts') return on;
  const ips = on.ips.map((ip) => {
    const number = bigintOfIp(ip.trim());
    if (number === undefined)
      throw new AppError('USAGE', { message: `${JSON.stringify(ip.slice(0, 60))} is no address` });
    return ipOfBigint(number);
  });
  return { kind: 'hosts', ips: [...new Set(ips)] };
}
