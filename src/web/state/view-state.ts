/** What a view has chosen for itself, in the `sel` part of the URL: `x:app,y:dst.country`. */
import { useMemo } from 'react';
import { useScope } from './scope.ts';

export type ViewState = Readonly<Record<string, string>>;

export function readState(text: string | undefined): ViewState {
  const state: Record<string, string> = {};
  for (const part of (text ?? '').split(',')) {
    const colon = part.indexOf(':');
    if (colon > 0) state[part.slice(0, colon)] = decoded(part.slice(colon + 1));
  }
  return state;
}

export const printState = (state: ViewState): string | undefined =>
  Object.entries(state)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key}:${value.replace(/[%,]/g, encodeURIComponent)}`)
    .join(',') || undefined;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The view's own choices; what stands at its default is left out of the URL. `set` keeps the others. */
export function useViewState<D extends ViewState>(
  defaults: D,
): readonly [
  { readonly [K in keyof D]: string },
  (change: Partial<Record<keyof D, string>>, isStep?: boolean) => void,
] {
  const { search, setSearch } = useScope();
  const state = useMemo(() => ({ ...defaults, ...readState(search.sel) }), [defaults, search.sel]);
  const set = (change: Partial<Record<keyof D, string>>, isStep = false) => {
    const next: Record<string, string> = { ...readState(search.sel), ...(change as Record<string, string>) };
    for (const key of Object.keys(next)) if (next[key] === defaults[key]) delete next[key];
    setSearch({ sel: printState(next) }, !isStep);
  };
  return [state, set];
}

/** One of a list of words, or the first. */
export const oneOf = <T extends string>(words: readonly T[], text: string): T =>
  words.find((word) => word === text) ?? words[0]!;
