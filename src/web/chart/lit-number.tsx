/** A number in a cell of a table with what is highlighted of it below: full the part, pale the rest. */
import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import css from './lit-number.module.css';
import { partOf } from './marked.tsx';

export function LitNumber({
  children,
  marked,
  whole,
  words,
}: {
  readonly children: ReactNode;
  /** undefined: nothing is highlighted, anywhere, or it is not known yet */
  readonly marked: number | undefined;
  readonly whole: number;
  /** “12 430 B, 12.3 %” */
  readonly words: (marked: number) => string;
}): ReactNode {
  if (marked === undefined) return children;
  const told = t('highlighted of it: {words}', { words: words(marked) });
  return (
    <span className={css.number} title={told}>
      {children}
      <span className={css.part} role="img" aria-label={told}>
        <i style={{ width: `${100 * partOf(marked, whole)}%` }} />
      </span>
    </span>
  );
}
