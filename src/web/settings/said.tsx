/** What came of an attempt: under way, done, or why not. */
import { type ReactNode, useState } from 'react';
import { told } from '../language/told.ts';
import css from './settings.module.css';

export interface Saying {
  readonly busy: boolean;
  readonly done: string | undefined;
  readonly fault: string | undefined;
  /** `work` tells what to say when it is done */
  readonly attempt: (work: () => Promise<string>) => void;
  readonly silence: () => void;
}

export function useSaying(): Saying {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<{ readonly done?: string; readonly fault?: string }>({});
  return {
    busy,
    done: said.done,
    fault: said.fault,
    attempt: (work) => {
      setBusy(true);
      setSaid({});
      work()
        .then(
          (done) => setSaid({ done }),
          (cause: unknown) => setSaid({ fault: cause instanceof Error ? cause.message : String(cause) }),
        )
        .finally(() => setBusy(false));
    },
    silence: () => setSaid({}),
  };
}

export function Said({ saying }: { readonly saying: Saying }): ReactNode {
  if (saying.fault !== undefined)
    return (
      <p className={css.fault} role="alert">
        {told(saying.fault)}
      </p>
    );
  return (
    <p className={css.done} role="status">
      {saying.done}
    </p>
  );
}
