/** The colours of the map and what their ends mean. */

import type { ReactNode } from 'react';
import type { Measure } from '#query/question.ts';
import { t } from '../../language/t.ts';
import { measured } from '../../style/format.ts';
import css from './map.module.css';
import type { Scale } from './scale.ts';

export function Legend({
  scale,
  measure,
  isMarked,
}: {
  readonly scale: Scale;
  readonly measure: Measure;
  /** the colours are of what is highlighted */
  readonly isMarked: boolean;
}): ReactNode {
  if (scale.high === 0) return <p className={css.legend}>{t('No country has traffic here.')}</p>;
  return (
    <div className={css.legend}>
      <span className={css.none}>
        <i aria-hidden /> {t('no traffic')}
      </span>
      {isMarked && (
        <span className={css.none}>
          <i className={css.outlined} aria-hidden /> {t('none of it highlighted')}
        </span>
      )}
      <span className={css.scale}>
        {isMarked && <span>{t('highlighted:')}</span>}
        {scale.low < scale.high && <span>{measured(scale.low, measure)}</span>}
        <span className={css.ramp} aria-hidden>
          {(scale.low < scale.high ? scale.ramp : scale.ramp.slice(-1)).map((color) => (
            <i key={color} style={{ background: color }} />
          ))}
        </span>
        <span>{measured(scale.high, measure)}</span>
      </span>
      {scale.low < scale.high && <span className={css.note}>{scale.isLinear ? t('linear') : t('logarithmic')}</span>}
    </div>
  );
}
