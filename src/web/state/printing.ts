/** Paper: light, every picture asked for and drawn, then the browser's own dialog. Ctrl P comes here, too. */
import { useSyncExternalStore } from 'react';
import { flushSync } from 'react-dom';

let isPrinting = false;
const listeners = new Set<() => void>();

function setPrinting(next: boolean): void {
  if (next === isPrinting) return;
  isPrinting = next;
  document.documentElement.toggleAttribute('data-printing', next);
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

export const usePrinting = (): boolean => useSyncExternalStore(subscribe, () => isPrinting);

const PATIENCE_MS = 8000;
const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

/** Prints what is seen. `isBusy`: questions wait for their answers. */
export async function printPage(isBusy: () => boolean): Promise<void> {
  setPrinting(true);
  const began = performance.now();
  // pictures below the fold ask now; charts are drawn in the frames after their answers
  for (let calm = 0; calm < 6 && performance.now() - began < PATIENCE_MS; calm = isBusy() ? 0 : calm + 1) await frame();
  window.print();
}

/** Also when the browser's own menu prints: what is on the page is then drawn anew at once, for paper. */
export function watchPrinting(): () => void {
  const before = () => flushSync(() => setPrinting(true));
  const after = () => setPrinting(false);
  window.addEventListener('beforeprint', before);
  window.addEventListener('afterprint', after);
  return () => {
    window.removeEventListener('beforeprint', before);
    window.removeEventListener('afterprint', after);
  };
}
