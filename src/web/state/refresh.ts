/**
 * What is asked again because the data grew: all pictures of a page at one moment, so that none shows an earlier one than its
 * neighbour; not more often than REFRESH_MS, and not while one of them still waits for its answer.
 */

/** While an import runs an answer is asked again at most this often. */
const REFRESH_MS = 1000;
const LOOK_MS = 50;
/** One slow answer holds the others up no longer than this. */
const MOST_MS = 4000;

export interface Refresh {
  /** Asks again at the next moment; returns what takes the wish back. */
  readonly soon: (ask: () => void, isBusy: () => boolean) => () => void;
}

export function refresh(): Refresh {
  const wanted = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = Number.NEGATIVE_INFINITY;
  const run = (isBusy: () => boolean): void => {
    timer = undefined;
    if (wanted.size === 0) return;
    if (isBusy() && Date.now() - last < MOST_MS) {
      timer = setTimeout(run, LOOK_MS, isBusy);
      return;
    }
    last = Date.now();
    const asks = [...wanted];
    wanted.clear();
    for (const ask of asks) ask();
  };
  return {
    soon(ask, isBusy) {
      // a page that has just been drawn rests as long as one that was drawn again
      if (wanted.size === 0 && Date.now() - last > MOST_MS) last = Date.now();
      wanted.add(ask);
      if (timer === undefined) timer = setTimeout(run, Math.max(0, last + REFRESH_MS - Date.now()), isBusy);
      return () => void wanted.delete(ask);
    },
  };
}

const pages = refresh();
export const askSoon: Refresh['soon'] = pages.soon;
