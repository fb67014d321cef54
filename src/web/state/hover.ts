/** What the hand is over: the same thing lights up in every picture. */
import { useSyncExternalStore } from 'react';
import type { Value } from './narrow.ts';

export interface Mark {
  readonly field: string;
  readonly value: Value;
}

function hoverStore() {
  let current: Mark | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => current,
    set(mark: Mark | undefined) {
      if (mark?.field === current?.field && mark?.value === current?.value) return;
      current = mark;
      for (const listener of listeners) listener();
    },
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const store = hoverStore();

export const useHover = (): Mark | undefined => useSyncExternalStore(store.subscribe, store.get);
export const setHover = (mark: Mark | undefined): void => store.set(mark);

/** src.country and dst.country light up with country: the same thing, whichever end it is of. */
export const sameMark = (a: Mark | undefined, field: string, value: Value): boolean =>
  a !== undefined && a.value === value && bare(a.field) === bare(field);

const bare = (field: string) => field.replace(/^(src|dst)\./, '');
