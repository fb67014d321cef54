/** What part of the dataset's time the strip shows. */
import { useMemo, useState } from 'react';
import type { Dataset } from '#app/model.ts';
import type { Span } from '../state/scope.ts';
import { length, viewFor, within } from './time-axis.ts';

interface StripView {
  /** undefined: the dataset has no packets */
  readonly all: Span | undefined;
  readonly view: Span | undefined;
  /** not all is shown */
  readonly zoomed: boolean;
  /** undefined: all */
  readonly show: (view: Span | undefined) => void;
}

/** `span`: the time chosen; where it can't be seen the view is brought to it, once. */
export function useStripView(dataset: Dataset | undefined, span: Span | undefined): StripView {
  const [wish, show] = useState<Span>();
  const { id, first, last } = dataset ?? {};
  // the last packet belongs to the span, which is half-open
  const all = useMemo<Span | undefined>(
    () =>
      first === undefined || last === undefined ? undefined : { from: first, to: Math.max(last + 0.001, first + 1) },
    [first, last],
  );
  const view = useMemo(() => {
    if (!all) return undefined;
    return wish ? within(wish, all) : all;
  }, [all, wish]);
  const [brought, setBrought] = useState<string>();
  const chosen = span && `${id} ${span.from} ${span.to}`;
  if (view && all && chosen !== brought) {
    setBrought(chosen);
    if (span) {
      const next = viewFor(span, view, all);
      if (next !== view) show(next);
    }
  }
  const zoomed = view !== undefined && all !== undefined && length(view) < length(all) * 0.9999;
  return { all, view, zoomed, show };
}
