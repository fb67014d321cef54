/** The reader's time zone for all times: UTC or the clock of his machine; kept in the browser. */
import { useLocalStorage } from '@mantine/hooks';
import type { Zone } from './format.ts';

export function useZone(): readonly [Zone, (zone: Zone) => void] {
  const [zone, setZone] = useLocalStorage<Zone>({
    key: 'capscope-zone',
    defaultValue: 'utc',
    getInitialValueInEffect: false,
  });
  return [zone === 'local' ? 'local' : 'utc', setZone];
}
