/** Exact numbers under the hand. */

import type { Measure } from '#query/question.ts';
import { t } from '../language/t.ts';
import * as format from '../style/format.ts';
import { heightOf, heightText, type Timeline } from './draw.ts';
import { digitsFor } from './time-axis.ts';
import css from './time-strip.module.css';

const ROWS = 7;

interface Props {
  readonly time: number;
  readonly x: number;
  readonly width: number;
  readonly timeline: Timeline;
  readonly fills: readonly string[];
  readonly measure: Measure;
  readonly zone: format.Zone;
}

export function Tip({ time, x, width, timeline, fills, measure, zone }: Props) {
  const bin = Math.floor((time - timeline.from) / timeline.widthMs);
  const rows = timeline.series
    .map((series, index) => ({
      name: series.value === undefined ? t('other') : series.value || t('not known'),
      fill: fills[index],
      value: series[measure][bin] ?? 0,
    }))
    .filter((row) => row.value > 0)
    .sort((a, b) => b.value - a.value);
  const total = rows.reduce((sum, row) => sum + row.value, 0);
  const at = timeline.from + bin * timeline.widthMs;
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
  return (
    <div className={css.tip} style={side} aria-hidden>
      <div className={css.tipHead}>
        {format.dateTime(at, zone, digitsFor(timeline.widthMs))} +{' '}
        {format.round(format.duration(timeline.widthMs / 1000))}
      </div>
      <div className={css.tipTotal}>
        <b>{heightText(heightOf(total, measure, timeline.widthMs), measure)}</b> {format.exactMeasured(total, measure)}
      </div>
      {rows.slice(0, ROWS).map((row) => (
        <div key={row.name} className={css.tipRow}>
          <i style={{ background: row.fill }} />
          <span>{row.name}</span>
          <span>{format.measured(row.value, measure)}</span>
          <span>{format.share(row.value, total)}</span>
        </div>
      ))}
    </div>
  );
}
