/** Bytes over the whole span of a dataset, a bar a bin. */

import type { ReactNode } from 'react';
import { t } from '../language/t.ts';
import { bytes } from '../style/format.ts';
import css from './start.module.css';

const HEIGHT = 32;

export function Sparkline({ values }: { readonly values: readonly number[] }): ReactNode {
  const most = Math.max(...values, 0);
  if (most === 0) return <div className={css.spark} />;
  return (
    <svg
      className={css.spark}
      viewBox={`0 0 ${values.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={t('Bytes over time, at most {most} in a bin', { most: bytes(most) })}
    >
      {values.map((value, index) => {
        const height = value > 0 ? Math.max(0.7, (value / most) * HEIGHT) : 0;
        // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place in time
        return <rect key={index} x={index + 0.08} y={HEIGHT - height} width={0.84} height={height} />;
      })}
    </svg>
  );
}
