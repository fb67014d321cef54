/** Volume → colour on a logarithmic or a linear scale. */
export interface Scale {
  /** the smallest and largest volume on the map; equal when all are */
  readonly low: number;
  readonly high: number;
  readonly ramp: readonly string[];
  readonly isLinear: boolean;
  readonly color: (value: number) => string;
}

export function scaleOf(values: readonly number[], ramp: readonly string[], isLinear = false): Scale {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (const value of values) {
    if (value <= 0) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === 0) low = 0;
  const decades = Math.log(high / low);
  const color = (value: number) => {
    // everything equal: the full colour, there is nothing to tell apart
    const place = high === low ? 1 : isLinear ? (value - low) / (high - low) : Math.log(value / low) / decades;
    return ramp[Math.max(0, Math.min(ramp.length - 1, Math.floor(place * ramp.length)))]!;
  };
  return { low, high, ramp, isLinear, color };
}
