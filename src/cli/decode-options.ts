/** Options that say how packets become flows. */
import { DEFAULT_SETTINGS, type DecodeSettings } from '#flow/settings.ts';
import type { KeyPart } from '#flow/spaces.ts';
import { usage } from './usage.ts';

export const DECODE_OPTIONS = {
  tunnels: { type: 'string' },
  'key-by': { type: 'string' },
  duplicates: { type: 'string' },
} as const;

interface Choices {
  readonly tunnels?: string | undefined;
  readonly 'key-by'?: string | undefined;
  readonly duplicates?: string | undefined;
}

/** undefined: none was given. */
export function readSettings(choices: Choices): DecodeSettings | undefined {
  const { tunnels, 'key-by': keyBy, duplicates } = choices;
  if (tunnels === undefined && keyBy === undefined && duplicates === undefined) return undefined;
  return {
    tunnels: oneOf('tunnels', tunnels, ['inner', 'outer'] as const) ?? DEFAULT_SETTINGS.tunnels,
    keyBy: (keyBy ?? '')
      .split(',')
      .filter((part) => part !== '')
      .map((part): KeyPart => oneOf('key-by', part, ['vlan', 'vni'] as const)!),
    duplicates: oneOf('duplicates', duplicates, ['keep', 'drop'] as const) ?? DEFAULT_SETTINGS.duplicates,
  };
}

function oneOf<T extends string>(option: string, value: string | undefined, choices: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw usage(`--${option} is one of ${choices.join(', ')}, not ${JSON.stringify(value)}`);
  return choice;
}
