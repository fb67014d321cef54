import { GuessSign } from '../chart/guess.tsx';
import { t } from '../language/t.ts';
import { useGuessed } from '../state/guessed.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { useMarks } from '../state/marks.tsx';
import { useScope } from '../state/scope.ts';
import type { Timeline } from './draw.ts';
import css from './time-strip.module.css';

/** The stacked applications, largest first; each a mark. */
export function Legend({ series, fills }: { readonly series: Timeline['series']; readonly fills: readonly string[] }) {
  const { scope } = useScope();
  const guessed = useGuessed(scope);
  const marks = useMarks();
  const hover = useHover();
  return (
    <ul className={css.legend} aria-label={t('Applications')}>
      {series.map((one, index) => (
        // the rest is not the unknown
        <li key={one.value === undefined ? 'rest' : `=${one.value}`}>
          {one.value === undefined ? (
            <span className={css.entry}>
              <i style={{ background: fills[index] }} />
              {t('other')}
            </span>
          ) : (
            <button
              type="button"
              className={css.entry}
              data-lit={sameMark(hover, 'app', one.value || undefined) || undefined}
              {...marks.props('app', one.value || undefined)}
            >
              <i style={{ background: fills[index] }} />
              {one.value || t('not known')}
              {guessed.get(one.value)?.isMost && <GuessSign />}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
