/** What is told of a bin under the hand: its time, and the largest values in it. */
import { GUESS_SIGN } from '../chart/guess.tsx';
import { t } from '../language/t.ts';
import type { Ghost, Series } from './series.ts';

const MOST = 10;

interface Props {
  readonly bin: number;
  readonly at: (bin: number) => string;
  readonly series: readonly Series[];
  /** of all series; undefined: they are not added up */
  readonly sum: number | undefined;
  readonly marked: readonly number[] | undefined;
  readonly ghost: Ghost | undefined;
  readonly text: (value: number) => string;
}

export function SeriesTip({ bin, at, series, sum, marked, ghost, text }: Props) {
  return (
    <>
      <strong>
        {at(bin)} – {at(bin + 1)}
      </strong>
      <dl>
        {series
          .map((one) => ({ ...one, value: one.values[bin] ?? 0 }))
          .filter((one) => one.value > 0)
          .sort((a, b) => b.value - a.value)
          .slice(0, MOST)
          .map((one) => (
            <div key={one.name} style={{ display: 'contents' }}>
              <dt>
                <i
                  style={{
                    display: 'inline-block',
                    width: 8,
                    height: 8,
                    borderRadius: 2,
                    marginRight: 6,
                    background: one.color,
                  }}
                />
                {one.name}
                {one.isGuess && ` ${GUESS_SIGN}`}
              </dt>
              <dd>{text(one.value)}</dd>
            </div>
          ))}
        {sum !== undefined && (
          <div style={{ display: 'contents' }}>
            <dt>{t('all')}</dt>
            <dd>{text(sum)}</dd>
          </div>
        )}
        {marked && (
          <div style={{ display: 'contents' }}>
            <dt>{t('highlighted')}</dt>
            <dd>{text(marked[bin] ?? 0)}</dd>
          </div>
        )}
        {ghost && (
          <div style={{ display: 'contents' }}>
            <dt>{ghost.name}</dt>
            <dd>{text(ghost.values[bin] ?? 0)}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
