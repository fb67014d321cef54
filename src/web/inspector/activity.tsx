/** A flow's own bytes over its time: sent upwards, received downwards. */

import type { Answer } from '#query/question.ts';
import { t } from '../language/t.ts';
import * as format from '../style/format.ts';
import css from './inspector.module.css';

type Binned = NonNullable<Answer<'flow'>>['activity'];

const WIDTH = 320;
const HALF = 34;
const MOST_BARS = 160;

export interface Bar {
  readonly at: number;
  readonly sent: number;
  readonly received: number;
}

/** At most `most` bars over the whole time; the sums stay. */
export function barsOf(
  { time, sentBytes, receivedBytes, widthMs }: Binned,
  most: number,
): { readonly bars: readonly Bar[]; readonly from: number; readonly stepMs: number } {
  if (time.length === 0) return { bars: [], from: 0, stepMs: widthMs };
  const from = time[0];
  const bins = Math.round((time[time.length - 1] - from) / widthMs) + 1;
  const stepMs = widthMs * Math.max(1, Math.ceil(bins / most));
  const bars: { at: number; sent: number; received: number }[] = Array.from(
    { length: Math.ceil((bins * widthMs) / stepMs) },
    (_, index) => ({ at: from + index * stepMs, sent: 0, received: 0 }),
  );
  for (let i = 0; i < time.length; i++) {
    const bar = bars[Math.min(bars.length - 1, Math.floor((time[i] - from + widthMs / 2) / stepMs))];
    bar.sent += sentBytes[i];
    bar.received += receivedBytes[i];
  }
  return { bars, from, stepMs };
}

interface Props {
  readonly activity: Binned;
  readonly zone: format.Zone;
  readonly sent: number;
  readonly received: number;
}

/** Where the flow is shorter than the steps that were kept, only how its bytes are shared. */
export function Activity({ activity, zone, sent, received }: Props) {
  const { bars, stepMs } = barsOf(activity, MOST_BARS);
  return (
    <figure className={css.activity}>
      <figcaption>
        <span data-side="src">{t('sent {sent}', { sent: format.bytes(sent) })}</span>
        <span data-side="dst">{t('received {received}', { received: format.bytes(received) })}</span>
        {bars.length > 1 && (
          <span className="muted">
            {t('bytes per {stepMs}, peak {bars}', {
              stepMs: format.round(format.duration(stepMs / 1000)),
              bars: format.bytes(peakOf(bars)),
            })}
          </span>
        )}
      </figcaption>
      {bars.length > 1 ? <Bars bars={bars} stepMs={stepMs} zone={zone} /> : <Split sent={sent} received={received} />}
    </figure>
  );
}

const peakOf = (bars: readonly Bar[]) => bars.reduce((most, bar) => Math.max(most, bar.sent, bar.received), 1);

function Split({ sent, received }: { readonly sent: number; readonly received: number }) {
  if (sent + received === 0) return null;
  return (
    <div className={css.split} role="img" aria-label={t('{sent} sent', { sent: format.share(sent, sent + received) })}>
      {sent > 0 && <i style={{ flexGrow: sent, background: 'var(--sent)' }} />}
      {received > 0 && <i style={{ flexGrow: received, background: 'var(--received)' }} />}
    </div>
  );
}

function Bars({
  bars,
  stepMs,
  zone,
}: {
  readonly bars: readonly Bar[];
  readonly stepMs: number;
  readonly zone: format.Zone;
}) {
  const peak = peakOf(bars);
  const step = WIDTH / bars.length;
  const width = Math.max(step - (step > 3 ? 0.8 : 0), 0.5);
  return (
    <>
      <svg
        viewBox={`0 0 ${WIDTH} ${HALF * 2 + 1}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={t('Bytes over time in {n} steps, sent upwards, received downwards', { n: bars.length })}
      >
        {bars.map((bar, index) => {
          const up = (bar.sent / peak) * HALF;
          const down = (bar.received / peak) * HALF;
          const x = index * step;
          return (
            <g key={bar.at}>
              <title>
                {t('{at}: {sent} sent, {received} received', {
                  at: format.dateTime(bar.at, zone, 3),
                  sent: format.bytes(bar.sent),
                  received: format.bytes(bar.received),
                })}
              </title>
              <rect x={x} y={0} width={step} height={HALF * 2 + 1} fill="transparent" />
              {up > 0 && (
                <rect x={x} y={HALF - Math.max(up, 0.6)} width={width} height={Math.max(up, 0.6)} fill="var(--sent)" />
              )}
              {down > 0 && (
                <rect x={x} y={HALF + 1} width={width} height={Math.max(down, 0.6)} fill="var(--received)" />
              )}
            </g>
          );
        })}
        <rect x={0} y={HALF} width={WIDTH} height={1} fill="var(--line-strong)" />
      </svg>
      <div className={css.axis}>
        <span>{format.timeOfDay(bars[0].at, zone, 3)}</span>
        <span>{format.timeOfDay(bars[bars.length - 1].at + stepMs, zone, 3)}</span>
      </div>
    </>
  );
}
