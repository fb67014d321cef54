/** One change of tags and notes at a time: what came of it, and the way back. */
import { useState } from 'react';
import type { MarkResult } from '#query/marks.ts';
import { plural, t } from '../language/t.ts';
import { useRefreshDatasets } from '../state/events.ts';
import * as format from '../style/format.ts';
import { leftOpen } from './open-flows.ts';

export interface Change {
  readonly busy: boolean;
  readonly said: string | undefined;
  readonly fault: string | undefined;
  /** takes the last change back; undefined where there is nothing to take back */
  readonly undo: (() => void) | undefined;
  /** `what` says of the result what to tell; `back` takes it back */
  readonly run: (work: () => Promise<{ readonly said: string; readonly back?: () => Promise<unknown> }>) => void;
}

export function useChange(): Change {
  const [state, setState] = useState<{
    readonly busy: boolean;
    readonly said?: string;
    readonly fault?: string;
    readonly back?: () => Promise<unknown>;
  }>({ busy: false });
  const refresh = useRefreshDatasets();
  const fail = (cause: unknown) =>
    setState({ busy: false, fault: cause instanceof Error ? cause.message : String(cause) });
  const { back } = state;
  return {
    busy: state.busy,
    said: state.said,
    fault: state.fault,
    undo:
      back &&
      (() => {
        setState({ busy: true });
        back()
          .then(refresh)
          .then(() => setState({ busy: false, said: t('Taken back.') }))
          .catch(fail);
      }),
    run: (work) => {
      setState({ busy: true });
      work()
        .then(async (done) => {
          await refresh();
          setState({ busy: false, ...done });
        })
        .catch(fail);
    },
  };
}

/** How many flows got it, and what was left out. */
export function resultText({ changed, matched, beyond, open }: MarkResult): string {
  const parts = [
    changed === 0 && open > 0 && open === matched
      ? t('Nothing changed.')
      : changed === 0
        ? t('Nothing changed: they had it already.')
        : plural(changed, 'Changed {n} flow of {all}.', 'Changed {n} flows of {all}.', { all: format.exact(matched) }),
  ];
  if (beyond > 0)
    parts.push(t('{n} more were left out: narrow the filter and do it again.', { n: format.exact(beyond) }));
  if (open > 0) parts.push(leftOpen(open));
  return parts.join(' ');
}
