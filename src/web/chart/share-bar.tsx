/** Shares of a whole as one bar with its labels beneath: a pie that can be read. */
import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { useMarks } from '../state/marks.tsx';
import type { Value } from '../state/narrow.ts';
import { share } from '../style/format.ts';
import { partOf } from './marked.tsx';
import css from './share-bar.module.css';

export interface Part {
  /** undefined for parts that are no filter */
  readonly of?: { readonly field: string; readonly value: Value };
  readonly key: string;
  readonly name: ReactNode;
  /** drives the width */
  readonly size: number;
  /** exact, with its unit */
  readonly text: string;
  readonly color: string;
  readonly faded?: boolean;
  /** what of the size is highlighted; undefined: nothing is, anywhere */
  readonly marked?: number | undefined;
}

const litText = ({ marked, size }: Part): string =>
  marked === undefined ? '' : `; ${t('{share} of it highlighted', { share: share(marked, size) || '0 %' })}`;

export function ShareBar({ parts, label }: { readonly parts: readonly Part[]; readonly label: string }): ReactNode {
  const marks = useMarks();
  const lit = useHover();
  const whole = parts.reduce((sum, part) => sum + part.size, 0);
  const isLit = (part: Part) => (part.of && sameMark(lit, part.of.field, part.of.value)) || undefined;
  return (
    <div className={css.share}>
      <div className={css.bar} aria-hidden>
        {parts.map((part) =>
          part.size > 0 ? (
            <i
              key={part.key}
              title={`${part.key}: ${part.text}, ${share(part.size, whole)}${litText(part)}`}
              data-lit={isLit(part)}
              data-faded={part.faded || undefined}
              data-marked={part.marked !== undefined || undefined}
              style={{
                flexGrow: part.size,
                backgroundColor: part.color,
                cursor: part.of ? 'pointer' : 'default',
                ...(part.marked === undefined
                  ? {}
                  : { ['--lit' as string]: `${partOf(part.marked, part.size) * 100}%` }),
              }}
              {...(part.of ? marks.props(part.of.field, part.of.value) : {})}
            />
          ) : null,
        )}
      </div>
      <ul className={css.labels} aria-label={label}>
        {parts.map((part) => {
          const words = (
            <>
              <i style={{ background: part.color }} aria-hidden />
              <span className={css.name}>{part.name}</span>
              <span className={css.percent}>{share(part.size, whole) || '0 %'}</span>
            </>
          );
          return (
            <li key={part.key}>
              {part.of ? (
                <button
                  type="button"
                  title={`${part.text}${litText(part)}`}
                  data-lit={isLit(part)}
                  {...marks.props(part.of.field, part.of.value)}
                >
                  {words}
                </button>
              ) : (
                <span title={part.text}>{words}</span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
