/**
 * Parts of the page's own code that are fetched when they are needed. One that does not come, because the server is away or
 * another version was started since, has the page loaded anew as soon as the server answers: the address bar holds all that is
 * shown. Asking again would not do: the styles of a part are asked for once. While the page sends files it is kept: a new one could not
 * go on with them.
 */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

export interface Surroundings {
  /** whether the server is there */
  readonly answers: () => Promise<boolean>;
  readonly pause: () => Promise<void>;
  /** whether the page has to stay for now */
  readonly isKept: () => boolean;
  /** loads the page anew; false: that was done just now */
  readonly renew: () => boolean;
}

export async function part<T>(
  load: () => Promise<T>,
  { answers, pause, isKept, renew }: Surroundings = HERE,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    while (isKept() || !(await answers())) await pause();
    if (!renew()) throw cause;
    // nothing is drawn until the page goes
    return new Promise(() => undefined);
  }
}

let keeping = 0;

/** Keeps the page until the work is done. */
export async function keepingPage<T>(work: () => Promise<T>): Promise<T> {
  keeping++;
  try {
    return await work();
  } finally {
    keeping--;
  }
}

/** A component in a part of its own. */
export const lazyPart = <P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> => lazy(() => part(load));

const PAUSE_MS = 1500;
const RENEWED = 'capscope-renewed';
/** Loaded anew so recently, it would not help. */
const RECENT_MS = 30_000;

const HERE: Surroundings = {
  answers: () =>
    fetch('/', { method: 'HEAD', cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    ),
  pause: () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS)),
  isKept: () => keeping > 0,
  renew: () => {
    if (Date.now() - Number(sessionStorage.getItem(RENEWED) ?? 0) < RECENT_MS) return false;
    sessionStorage.setItem(RENEWED, String(Date.now()));
    window.location.reload();
    return true;
  },
};
