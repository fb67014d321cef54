/** What the operator has set for the whole data directory: settings.json, replaced whole. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const GB = 1e9;

export const SettingsOfAll = z.strictObject({
  imports: z
    .int()
    .min(1)
    .max(64)
    .default(3)
    .meta({ description: 'imports side by side; live streams are not counted' }),
  datasetBytes: z.number().min(1e6).optional().meta({ description: 'bytes that one dataset may take' }),
  allBytes: z.number().min(1e6).optional().meta({ description: 'bytes that all datasets may take together' }),
  keepDays: z
    .number()
    .min(0.01)
    .max(3650)
    .default(7)
    .meta({ description: 'days after which an upload or a download that nobody went on with is deleted' }),
});
export type SettingsOfAll = z.output<typeof SettingsOfAll>;

const PRESET: SettingsOfAll = SettingsOfAll.parse({});

export class KeptSettings {
  readonly #path: string;
  readonly #env: Readonly<Record<string, string | undefined>>;
  #now: SettingsOfAll;

  /** CAPSCOPE_IMPORTS, CAPSCOPE_DATASET_GB and CAPSCOPE_ALL_GB go before what is in the file. */
  constructor(dataDir: string, env: Readonly<Record<string, string | undefined>>) {
    this.#path = join(dataDir, 'settings.json');
    this.#env = env;
    this.#now = this.#read();
  }

  get(): SettingsOfAll {
    return this.#now;
  }

  put(settings: SettingsOfAll): SettingsOfAll {
    writeFileSync(`${this.#path}.new`, JSON.stringify(settings, undefined, 1));
    renameSync(`${this.#path}.new`, this.#path);
    this.#now = this.#read();
    return this.#now;
  }

  #read(): SettingsOfAll {
    let kept = PRESET;
    try {
      const read = SettingsOfAll.safeParse(JSON.parse(readFileSync(this.#path, 'utf8')));
      if (read.success) kept = read.data;
    } catch {
      // None were set.
    }
    const { CAPSCOPE_IMPORTS, CAPSCOPE_DATASET_GB, CAPSCOPE_ALL_GB } = this.#env;
    const named = {
      ...kept,
      ...numberOf('imports', CAPSCOPE_IMPORTS, 1),
      ...numberOf('datasetBytes', CAPSCOPE_DATASET_GB, GB),
      ...numberOf('allBytes', CAPSCOPE_ALL_GB, GB),
    };
    const read = SettingsOfAll.safeParse(named);
    return read.success ? read.data : kept;
  }
}

function numberOf(key: keyof SettingsOfAll, text: string | undefined, unit: number): Partial<SettingsOfAll> {
  const value = Number(text);
  return text === undefined || !(value > 0) ? {} : { [key]: value * unit };
}
