/** What the user adds to a dataset: its name and settings, and his own networks. Kept with it, deleted with it. */
import { AppError } from '#base/errors.ts';
import type { DecodeSettings } from '#flow/settings.ts';
import { checkNetworks, type OwnNetwork, type WrittenNetwork } from '#query/networks.ts';
import type { Datasets } from './datasets.ts';
import type { Dataset } from './model.ts';

/** What of a dataset itself may be changed. */
export interface DatasetEdit {
  readonly name?: string | undefined;
  /** for what is imported from now on */
  readonly settings?: DecodeSettings | undefined;
}

const MOST_TOLD = 5;

export class OwnData {
  readonly #datasets: Datasets;

  constructor(datasets: Datasets) {
    this.#datasets = datasets;
  }

  edit(id: string, edit: DatasetEdit): Dataset {
    return this.#datasets.edit(id, edit);
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
}
