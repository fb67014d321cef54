/** The tour is shown once to each reader; kept in the browser. */
import { useLocalStorage } from '@mantine/hooks';

/** Whether it is still to be shown to this reader, and how to say that it was. */
export function useTour(): readonly [boolean, () => void] {
  const [seen, setSeen] = useLocalStorage({
    key: 'capscope-toured',
    defaultValue: 'no',
    getInitialValueInEffect: false,
    // a bare word, so that it can be set by hand
    serialize: (value) => value,
    deserialize: (value) => value ?? 'no',
  });
  return [seen === 'no', () => setSeen('yes')];
}
