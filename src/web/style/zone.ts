/** How the reader wants times: UTC, the clock of his machine, or from the capture's start; kept in the browser. */
import { useLocalStorage } from '@mantine/hooks';
import { useDataset } from '../state/events.ts';
import { useScope } from '../state/scope.ts';
import type { Zone } from './format.ts';

export type ZoneChoice = 'utc' | 'local' | 'relative';

export function useZoneChoice(): readonly [ZoneChoice, (zone: ZoneChoice) => void] {
  const [zone, setZone] = useLocalStorage<ZoneChoice>({
    key: 'capscope-zone',
    defaultValue: 'utc',
    getInitialValueInEffect: false,
  });
  return [zone === 'local' || zone === 'relative' ? zone : 'utc', setZone];
}

/** The zone for the dataset in the URL; where there is no start, relative times are UTC. */
export function useZone(): readonly [Zone, (zone: ZoneChoice) => void] {
  const [choice, setChoice] = useZoneChoice();
  const { dataset } = useScope();
  const first = useDataset(dataset)?.first;
  const zone: Zone = choice === 'relative' ? (first === undefined ? 'utc' : `from:${first}`) : choice;
  return [zone, setChoice];
}
