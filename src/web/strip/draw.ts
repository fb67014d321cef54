/** Draws the time strip: stacked bars, axis, ticks, selection. Knows pixels, not React. */

import type { Answer, Measure } from '#query/question.ts';
import { t } from '../language/t.ts';
import type { Span } from '../state/scope.ts';
import * as format from '../style/format.ts';
import type { ChartColors } from '../style/theme.ts';
import { labels, length, niceCeil } from './time-axis.ts';

export type Timeline = Answer<'timeline'>;

/** Beside the plot stand the numbers of its axis; in a narrow strip they stand in it. */
const BESIDE = 76;
const NARROW = 480;
/** Pixels from tick to tick, at the least. */
const TICKS = 96;
const NARROW_TICKS = 68;
const RIGHT = 12;
const leftOf = (width: number): number => (width < NARROW ? RIGHT : BESIDE);
export const plotWidth = (width: number): number => width - leftOf(width) - RIGHT;
const TOP = 6;
const BOTTOM = 17;
/** Lower than this the axis has one number. */
const LOW = 34;

export interface Strip {
  readonly width: number;
  readonly height: number;
  readonly view: Span;
  readonly zone: format.Zone;
  readonly measure: Measure;
  readonly timeline: Timeline | undefined;
  /** of the highlight, in the same bins; undefined: nothing is marked */
  readonly marked: Timeline | undefined;
  /** one a series, in its order */
  readonly fills: readonly string[];
  /** series that is lit up, -1 = none */
  readonly lit: number;
  readonly selection: Span | undefined;
  /** ms since 1970 under the hand */
  readonly pointed: number | undefined;
  readonly colors: ChartColors;
  readonly font: string;
}

export const timeAt = (x: number, view: Span, width: number): number =>
  view.from +
  ((Math.min(Math.max(x, leftOf(width)), width - RIGHT) - leftOf(width)) / Math.max(1, plotWidth(width))) *
    length(view);

export const xOf = (time: number, view: Span, width: number): number =>
  leftOf(width) + ((time - view.from) / length(view)) * plotWidth(width);

/** What a bar's height says: bits or packets a second, or flows begun in the bar's time. */
export const heightOf = (value: number, measure: Measure, widthMs: number): number =>
  measure === 'flows' ? value : (value / widthMs) * 1000;

export function heightText(height: number, measure: Measure): string {
  if (measure === 'bytes') return format.bitRate(height);
  return measure === 'packets' ? `${format.count(height)}\u00a0pkt/s` : format.count(height);
}

/** Axis top in the unit shown (bits for bytes), so that it is round there. */
function axisTop(peak: number, measure: Measure): number {
  return measure === 'bytes' ? niceCeil(peak * 8) / 8 : niceCeil(peak);
}

export function drawStrip(ctx: CanvasRenderingContext2D, strip: Strip): void {
  const { width, height, view, colors, measure, timeline } = strip;
  const bottom = height - BOTTOM;
  const left = leftOf(width);
  const right = width - RIGHT;
  ctx.clearRect(0, 0, width, height);
  ctx.font = strip.font;
  ctx.textBaseline = 'middle';

  if (timeline) {
    const sums = totals(timeline, measure);
    const peak = peakWithin(timeline, sums, view, measure);
    const top = axisTop(peak, measure);
    ctx.fillStyle = colors.muted;
    ctx.strokeStyle = colors.line;
    ctx.lineWidth = 1;
    const parts = peak <= 0 ? [] : bottom - TOP < LOW ? [1] : [1, 0.5];
    const yOf = (part: number) => Math.round(bottom - (bottom - TOP) * part) + 0.5;
    for (const part of parts) line(ctx, left, yOf(part), right, yOf(part));
    const isBeside = left === BESIDE;
    if (isBeside) scaleBeside(ctx, parts, (part) => format.round(heightText(top * part, measure)), left - 6, yOf);
    if (peak > 0) {
      bars(ctx, strip, timeline, top, bottom);
      if (!isBeside) scaleWithin(ctx, format.round(heightText(top, measure)), left, colors);
    } else {
      ctx.fillStyle = colors.muted;
      ctx.textAlign = 'center';
      ctx.fillText(t('no traffic in this time'), (left + right) / 2, (TOP + bottom) / 2);
    }
  }

  ctx.strokeStyle = colors.line;
  line(ctx, left, bottom + 0.5, right, bottom + 0.5);
  axis(ctx, strip, bottom);
  selection(ctx, strip, bottom);
  if (strip.pointed !== undefined) {
    const x = Math.round(xOf(strip.pointed, view, width)) + 0.5;
    ctx.strokeStyle = colors.muted;
    line(ctx, x, TOP, x, bottom);
  }
}

function scaleBeside(
  ctx: CanvasRenderingContext2D,
  parts: readonly number[],
  text: (part: number) => string,
  x: number,
  yOf: (part: number) => number,
): void {
  ctx.textAlign = 'right';
  for (const part of parts) ctx.fillText(text(part), x, part === 1 ? yOf(part) + 2 : yOf(part));
}

/** The top of the axis, over the bars. */
function scaleWithin(ctx: CanvasRenderingContext2D, text: string, x: number, colors: ChartColors): void {
  ctx.globalAlpha = 0.8;
  ctx.fillStyle = colors.surface;
  ctx.fillRect(x, TOP + 1, ctx.measureText(text).width + 6, 14);
  ctx.globalAlpha = 1;
  ctx.fillStyle = colors.muted;
  ctx.textAlign = 'left';
  ctx.fillText(text, x + 3, TOP + 8);
}

const valuesOf = (series: Timeline['series'][number], measure: Measure) => series[measure];

function totals(timeline: Timeline, measure: Measure): Float64Array {
  const sums = new Float64Array(timeline.series[0]?.bytes.length ?? 0);
  for (const series of timeline.series) {
    const values = valuesOf(series, measure);
    for (let i = 0; i < sums.length; i++) sums[i] += values[i];
  }
  return sums;
}

function peakWithin(timeline: Timeline, sums: Float64Array, view: Span, measure: Measure): number {
  const first = Math.max(0, Math.floor((view.from - timeline.from) / timeline.widthMs));
  const last = Math.min(sums.length, Math.ceil((view.to - timeline.from) / timeline.widthMs));
  let peak = 0;
  for (let i = first; i < last; i++) if (sums[i] > peak) peak = sums[i];
  return heightOf(peak, measure, timeline.widthMs);
}

function bars(ctx: CanvasRenderingContext2D, strip: Strip, timeline: Timeline, top: number, bottom: number): void {
  const { view, width, measure } = strip;
  const bins = timeline.series[0]?.bytes.length ?? 0;
  const base = new Float64Array(bins);
  const scale = (bottom - TOP) / top;
  const gap = (plotWidth(width) / length(view)) * timeline.widthMs >= 4 ? 1 : 0;
  ctx.save();
  ctx.beginPath();
  ctx.rect(leftOf(width), 0, plotWidth(width), bottom);
  ctx.clip();
  timeline.series.forEach((series, index) => {
    const values = valuesOf(series, measure);
    ctx.fillStyle = strip.fills[index];
    ctx.globalAlpha = strip.marked !== undefined || (strip.lit >= 0 && strip.lit !== index) ? 0.25 : 1;
    for (let i = 0; i < bins; i++) {
      if (values[i] <= 0) continue;
      const rise = heightOf(values[i], measure, timeline.widthMs) * scale;
      const x0 = xOf(timeline.from + i * timeline.widthMs, view, width);
      const x1 = xOf(timeline.from + (i + 1) * timeline.widthMs, view, width);
      base[i] += rise;
      if (x1 < leftOf(width) || x0 > width - RIGHT) continue;
      // whole pixels: no seams between neighbours
      const left = Math.round(x0);
      ctx.fillRect(left, bottom - base[i], Math.max(1, Math.round(x1) - left - gap), Math.max(rise, 0.3));
    }
  });
  if (strip.marked) markedBars(ctx, strip, timeline, strip.marked, scale, bottom, gap);
  ctx.restore();
}

/** What is highlighted, from the ground up. */
function markedBars(
  ctx: CanvasRenderingContext2D,
  { view, width, measure, colors }: Strip,
  timeline: Timeline,
  marked: Timeline,
  scale: number,
  bottom: number,
  gap: number,
): void {
  const sums = new Float64Array(timeline.series[0]?.bytes.length ?? 0);
  // its own bins are as wide, or divide these
  for (const [bin, value] of totals(marked, measure).entries()) {
    const middle = marked.from + (bin + 0.5) * marked.widthMs;
    const at = Math.floor((middle - timeline.from) / timeline.widthMs);
    if (at >= 0 && at < sums.length) sums[at] += value;
  }
  ctx.globalAlpha = 1;
  ctx.fillStyle = colors.accent;
  sums.forEach((value, bin) => {
    if (value <= 0) return;
    const rise = Math.max(1, heightOf(value, measure, timeline.widthMs) * scale);
    const left = Math.round(xOf(timeline.from + bin * timeline.widthMs, view, width));
    const right = Math.round(xOf(timeline.from + (bin + 1) * timeline.widthMs, view, width));
    ctx.fillRect(left, bottom - rise, Math.max(1, right - left - gap), rise);
  });
}

function axis(ctx: CanvasRenderingContext2D, strip: Strip, bottom: number): void {
  const { view, width, zone, colors } = strip;
  const isNarrow = leftOf(width) !== BESIDE;
  ctx.fillStyle = colors.muted;
  ctx.strokeStyle = colors.line;
  ctx.textAlign = 'left';
  const zoneText = format.zoneName(zone, view.from);
  if (!isNarrow) ctx.fillText(zoneText, 12, bottom + 10);
  let free = 0;
  for (const { time, text } of labels(view, plotWidth(width), zone, isNarrow ? NARROW_TICKS : TICKS)) {
    const x = Math.round(xOf(time, view, width)) + 0.5;
    line(ctx, x, bottom, x, bottom + 4);
    const end = x + 4 + ctx.measureText(text).width;
    if (x + 4 < free || end >= width - 2) continue;
    ctx.fillText(text, x + 4, bottom + 10);
    free = end + 6;
  }
}

function selection(ctx: CanvasRenderingContext2D, strip: Strip, bottom: number): void {
  const { view, width, colors } = strip;
  if (!strip.selection) return;
  const left = leftOf(width);
  const x0 = Math.max(left, xOf(strip.selection.from, view, width));
  const x1 = Math.min(width - RIGHT, xOf(strip.selection.to, view, width));
  const right = width - RIGHT;
  ctx.fillStyle = colors.surface;
  ctx.globalAlpha = 0.68;
  ctx.fillRect(left, 0, Math.max(0, Math.min(x0, right) - left), bottom);
  ctx.fillRect(Math.max(x1, left), 0, Math.max(0, right - Math.max(x1, left)), bottom);
  ctx.globalAlpha = 1;
  if (x1 < left || x0 > right) return;
  ctx.fillStyle = colors.accent;
  ctx.globalAlpha = 0.1;
  ctx.fillRect(x0, 0, Math.max(1, x1 - x0), bottom);
  ctx.globalAlpha = 1;
  ctx.fillRect(Math.round(x0) - 1, 0, 2, bottom);
  ctx.fillRect(Math.round(x1) - 1, 0, 2, bottom);
  // handles: wide enough to take hold of
  ctx.fillRect(Math.round(x0) - 3, bottom / 2 - 9, 6, 18);
  ctx.fillRect(Math.round(x1) - 3, bottom / 2 - 9, 6, 18);
}

function line(ctx: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  ctx.beginPath();
  ctx.moveTo(x0, y0);
  ctx.lineTo(x1, y1);
  ctx.stroke();
}
