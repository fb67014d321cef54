/** Whether the server is heard: the page keeps what it has and says so when not. */
import { useSyncExternalStore } from 'react';

let isLost = false;
const listeners = new Set<() => void>();

export function setLost(next: boolean): void {
  if (next === isLost) return;
  isLost = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const useLost = (): boolean => useSyncExternalStore(subscribe, () => isLost);
