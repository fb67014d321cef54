/** The series by name, each a mark; what is highlighted, and the earlier time. */
import { GuessSign } from '../chart/guess.tsx';
import { t } from '../language/t.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { useMarks } from '../state/marks.tsx';
import { useChartColors } from '../style/theme.ts';
import css from './pictures.module.css';
import type { Ghost, Series } from './series.ts';

interface Props {
  readonly series: readonly Series[];
  readonly isMarked: boolean;
  readonly ghost: Ghost | undefined;
}

export function SeriesLegend({ series, isMarked, ghost }: Props) {
  const colors = useChartColors();
  const marks = useMarks();
  const lit = useHover();
  return (
    <ul className={css.series} aria-label={t('Series')}>
      {series.map((one) => (
        <li key={one.name}>
          {one.of ? (
            <button
              type="button"
              data-lit={sameMark(lit, one.of.field, one.of.value) || undefined}
              {...marks.props(one.of.field, one.of.value)}
            >
              <i style={{ background: one.color }} aria-hidden />
              {one.name}
              {one.isGuess && <GuessSign />}
            </button>
          ) : (
            <span>
              <i style={{ background: one.color }} aria-hidden />
              {one.name}
            </span>
          )}
        </li>
      ))}
      {isMarked && (
        <li>
          <span>
            <i style={{ background: colors.accent, height: 3 }} aria-hidden />
            {t('highlighted')}
          </span>
        </li>
      )}
      {ghost && (
        <li>
          <span className="muted">- - {ghost.name}</span>
        </li>
      )}
    </ul>
  );
}
