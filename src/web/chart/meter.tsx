/** Sent and received as one thin bar within a cell of a table; what is highlighted of both comes first, the rest is pale. */
import type { ReactNode } from 'react';
import css from './meter.module.css';

interface Sizes {
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export function SentReceivedMeter({
  volume,
  marked,
  width,
}: {
  readonly volume: Sizes;
  /** undefined: nothing is highlighted, anywhere */
  readonly marked: Sizes | undefined;
  /** of the whole bar, percent of its cell */
  readonly width: number;
}): ReactNode {
  const sum = Math.max(1, volume.sentBytes + volume.receivedBytes);
  const lit = marked ?? volume;
  const pieces = [
    { size: lit.sentBytes, color: 'var(--sent)', isPale: false },
    { size: lit.receivedBytes, color: 'var(--received)', isPale: false },
    { size: volume.sentBytes - lit.sentBytes, color: 'var(--sent)', isPale: true },
    { size: volume.receivedBytes - lit.receivedBytes, color: 'var(--received)', isPale: true },
  ];
  return pieces
    .filter(({ size }) => size > 0)
    .map(({ size, color, isPale }) => (
      <i
        key={`${color} ${isPale}`}
        className={css.piece}
        data-pale={isPale || undefined}
        style={{ width: `${(width * size) / sum}%`, background: color }}
      />
    ));
}
