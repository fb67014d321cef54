/** Filters and views kept by name, and the filters used last; in this browser. */
import { useLocalStorage } from '@mantine/hooks';
import { useEffect } from 'react';
import { readSearch, type Search, stringifySearch, useScope } from './scope.ts';

export interface Saved {
  readonly name: string;
  /** of one dataset, or of all */
  readonly dataset?: string;
  readonly view: string;
  readonly search: Search;
}

const MOST_RECENT = 12;

export function useSaved() {
  const { dataset, view, search } = useScope();
  const [saved, setSaved] = useLocalStorage<readonly Saved[]>({
    key: 'capscope-saved',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  const shown = saved.filter((one) => one.dataset === undefined || one.dataset === dataset);
  return {
    saved: shown,
    /** what is seen now, under a name; one of the same name is replaced */
    save: (name: string, everywhere: boolean) => {
      const { flow: _, ...rest } = readSearch({ ...search });
      // a time belongs to its dataset
      const { t: __, ...timeless } = rest;
      const one: Saved = everywhere ? { name, view, search: timeless } : { name, dataset, view, search: rest };
      setSaved((all) => [...all.filter((old) => old.name !== name || old.dataset !== one.dataset), one]);
    },
    forget: (one: Saved) =>
      setSaved((all) => all.filter((old) => old !== one && JSON.stringify(old) !== JSON.stringify(one))),
    addressOf: (one: Saved) => `/d/${one.dataset ?? dataset}/${one.view}${stringifySearch({ ...one.search })}`,
  };
}

export function useRecent(): readonly string[] {
  const { filter } = useScope();
  const [recent, setRecent] = useLocalStorage<readonly string[]>({
    key: 'capscope-recent',
    defaultValue: [],
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    if (filter !== '') setRecent((all) => [filter, ...all.filter((one) => one !== filter)].slice(0, MOST_RECENT));
  }, [filter, setRecent]);
  return recent;
}
