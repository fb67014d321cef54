// biome-ignore-all lint/a11y/useSemanticElements: the strip is no group of form controls
/**
 * Traffic over time, above every view: the packets' own bytes in each bar, stacked by application. It shows the whole
 * filter's traffic with the chosen time highlighted; dragging chooses, double-click chooses all, the wheel only looks closer.
 */

import { useDebouncedValue, useElementSize, useLocalStorage, useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { t } from '../language/t.ts';
import { useAnswer, useMarked } from '../state/answer.ts';
import { useDataset } from '../state/events.ts';
import { sameMark, useHover } from '../state/hover.ts';
import { type Span, useScope } from '../state/scope.ts';
import * as format from '../style/format.ts';
import { useChartColors } from '../style/theme.ts';
import { useZone } from '../style/zone.ts';
import { drawStrip, plotWidth, timeAt, xOf } from './draw.ts';
import { StripHead } from './head.tsx';
import { length, pan, viewFor, within, zoom } from './time-axis.ts';
import css from './time-strip.module.css';
import { Tip } from './tip.tsx';

const SERIES = 8;
const HANDLE_PX = 6;
/** A microsecond; one edge dropped on the other chooses nothing. */
const SHORTEST_MS = 0.001;

/** What the pointer is doing: choosing from an anchor, or moving what is seen. */
type Drag =
  | { readonly kind: 'choose'; readonly anchor: number; readonly moved: boolean }
  | { readonly kind: 'pan'; readonly x: number; readonly view: Span };

export function TimeStrip() {
  const { dataset: id, filter, span, setSpan, measure } = useScope();
  const dataset = useDataset(id);
  const colors = useChartColors();
  const [zone] = useZone();
  const hover = useHover();
  const { ref: box, width } = useElementSize();
  const plot = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [wish, setWish] = useState<Span>();
  const [drag, setDrag] = useState<Drag>();
  const [draft, setDraft] = useState<Span>();
  const [pointed, setPointed] = useState<number>();
  const small = useMediaQuery('(max-width: 767px)', false, { getInitialValueInEffect: false });
  const [low, setLow] = useLocalStorage({
    key: 'capscope-strip-low',
    defaultValue: true,
    getInitialValueInEffect: false,
  });
  const isLow = small && low;

  const { first, last } = dataset ?? {};
  // the last packet belongs to the span, which is half-open
  const all = useMemo<Span | undefined>(
    () =>
      first === undefined || last === undefined ? undefined : { from: first, to: Math.max(last + 0.001, first + 1) },
    [first, last],
  );
  const view = useMemo(() => {
    if (!all) return undefined;
    return wish ? within(wish, all) : all;
  }, [all, wish]);
  // a time chosen elsewhere, or too short to be seen, brings the view to it once
  const [brought, setBrought] = useState<string>();
  const chosen = span && `${id} ${span.from} ${span.to}`;
  if (view && all && chosen !== brought) {
    setBrought(chosen);
    if (span) {
      const next = viewFor(span, view, all);
      if (next !== view) setWish(next);
    }
  }
  const zoomed = view !== undefined && all !== undefined && length(view) < length(all) * 0.9999;

  // a gesture asks when it rests
  const [settled] = useDebouncedValue(zoomed ? view : undefined, 120);
  const bins = Math.max(20, Math.min(600, Math.round(plotWidth(width) / 3)));
  const {
    data: timeline,
    dimmed,
    fault,
  } = useAnswer(
    all && width > 0 ? { kind: 'timeline', scope: { filter, ...settled }, by: 'app', limit: SERIES, bins } : undefined,
  );

  const markedScope = useMarked(useMemo(() => ({ filter, ...settled }), [filter, settled]));
  const { data: marked } = useAnswer(
    all && width > 0 && markedScope ? { kind: 'timeline', scope: markedScope, by: 'app', limit: 1, bins } : undefined,
  );

  const fills = useMemo(() => timeline?.series.map((one) => colors.app(one.value)) ?? [], [timeline, colors]);
  const lit =
    timeline && hover?.field === 'app'
      ? timeline.series.findIndex((one) => one.value !== undefined && sameMark(hover, 'app', one.value || undefined))
      : -1;
  const selection = draft ?? span;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the canvas is lower while zoomed, or folded
  useEffect(() => {
    const target = canvas.current;
    const ctx = target?.getContext('2d');
    if (!target || !ctx || !view || width === 0) return;
    const height = target.clientHeight;
    const ratio = window.devicePixelRatio || 1;
    if (target.width !== Math.round(width * ratio) || target.height !== Math.round(height * ratio)) {
      target.width = Math.round(width * ratio);
      target.height = Math.round(height * ratio);
    }
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawStrip(ctx, {
      width,
      height,
      view,
      zone,
      measure,
      timeline,
      marked: markedScope && marked,
      fills,
      lit,
      selection,
      pointed,
      colors,
      font: "11px 'Inter Variable', sans-serif",
    });
  }, [
    width,
    zoomed,
    isLow,
    view,
    zone,
    measure,
    timeline,
    markedScope,
    marked,
    fills,
    lit,
    selection,
    pointed,
    colors,
  ]);

  // React listens passively to the wheel; this one keeps the page still
  useEffect(() => {
    const target = plot.current;
    if (!target || !view || !all) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      if (sideways) setWish(pan(view, all, ((event.deltaX || event.deltaY) / width) * length(view)));
      else
        setWish(
          zoom(
            view,
            all,
            timeAt(event.offsetX, view, width),
            Math.exp(Math.max(-240, Math.min(240, event.deltaY)) * 0.002),
          ),
        );
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [view, all, width]);

  const showAll = () => {
    setWish(undefined);
    setSpan(undefined);
  };

  if (!view || !all) return <div className={css.strip} ref={box} />;

  const edgeAt = (x: number): 'from' | 'to' | undefined => {
    if (!span) return undefined;
    if (Math.abs(x - xOf(span.from, view, width)) <= HANDLE_PX) return 'from';
    if (Math.abs(x - xOf(span.to, view, width)) <= HANDLE_PX) return 'to';
    return undefined;
  };

  const onDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button > 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const x = event.nativeEvent.offsetX;
    if (event.button === 1 || event.shiftKey) {
      event.preventDefault();
      setDrag({ kind: 'pan', x, view });
      return;
    }
    const edge = edgeAt(x);
    const anchor = edge && span ? (edge === 'from' ? span.to : span.from) : timeAt(x, view, width);
    setDrag({ kind: 'choose', anchor, moved: edge !== undefined });
  };

  const onMove = (event: PointerEvent<HTMLDivElement>) => {
    const x = event.nativeEvent.offsetX;
    const time = timeAt(x, view, width);
    setPointed(time);
    if (drag?.kind === 'pan') setWish(pan(drag.view, all, ((drag.x - x) / plotWidth(width)) * length(view)));
    else if (drag?.kind === 'choose') {
      const moved = drag.moved || Math.abs(xOf(drag.anchor, view, width) - x) > 3;
      if (moved && !drag.moved) setDrag({ ...drag, moved });
      if (moved) setDraft({ from: Math.min(drag.anchor, time), to: Math.max(drag.anchor, time) });
    }
  };

  const onUp = () => {
    setDrag(undefined);
    setDraft(undefined);
    if (drag?.kind === 'choose' && draft && length(draft) >= SHORTEST_MS) setSpan(draft);
  };

  const onKey = (event: KeyboardEvent) => {
    const step = length(view) * 0.05;
    const sign = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (sign !== 0) {
      if (!span) {
        if (event.shiftKey) setSpan({ from: view.from + length(view) * 0.4, to: view.from + length(view) * 0.6 });
        else setWish(pan(view, all, sign * step));
      } else if (event.shiftKey)
        setSpan(
          { from: span.from, to: Math.max(span.from + length(view) * 0.005, Math.min(all.to, span.to + sign * step)) },
          true,
        );
      else setSpan(pan(span, all, sign * Math.min(step, length(span))), true);
    } else if (event.key === '+' || event.key === '=') setWish(zoom(view, all, middleOf(span, view), 0.5));
    else if (event.key === '-') setWish(zoom(view, all, middleOf(span, view), 2));
    else if (event.key === 'Enter' && span) setWish(span);
    else if (event.key === 'Home' || event.key === '0') setWish(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const words = selection ? spanText(selection, zone) : spanText(view, zone);
  return (
    <section className={css.strip} ref={box} aria-label={t('Traffic over time')}>
      <StripHead
        measure={measure}
        timeline={timeline}
        fills={fills}
        words={words}
        isChosen={selection !== undefined}
        hasSpan={span !== undefined}
        zoomed={zoomed}
        fold={small ? { isLow, turn: () => setLow(!isLow) } : undefined}
        onAll={showAll}
        onChosen={() => setWish(span)}
        onZoom={(factor) => setWish(zoom(view, all, middleOf(span, view), factor))}
      />
      <div
        ref={plot}
        className={css.plot}
        data-zoomed={zoomed || undefined}
        data-low={isLow || undefined}
        style={{
          opacity: dimmed && settled === view ? 0.55 : 1,
          cursor:
            drag?.kind === 'pan'
              ? 'grabbing'
              : pointed !== undefined && edgeAt(xOf(pointed, view, width))
                ? 'ew-resize'
                : 'crosshair',
        }}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the strip is worked by arrow keys, and says so
        tabIndex={0}
        role="group"
        aria-roledescription={t('time strip')}
        aria-label={t('{what}: {span}. Arrow keys move, with Shift they select; plus and minus zoom.', {
          what: span ? t('Chosen time') : t('Whole time'),
          span: words,
        })}
        onPointerDown={onDown}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={onUp}
        onPointerLeave={() => setPointed(undefined)}
        onDoubleClick={showAll}
        onKeyDown={onKey}
      >
        <canvas ref={canvas} className={css.canvas} aria-hidden />
        {pointed !== undefined && timeline && (
          <Tip
            time={pointed}
            x={xOf(pointed, view, width)}
            width={width}
            timeline={timeline}
            fills={fills}
            measure={measure}
            zone={zone}
          />
        )}
        {fault && <p className={css.fault}>{t('The filter can’t be understood.')}</p>}
      </div>
      {zoomed && (
        <Context
          all={all}
          view={view}
          selection={selection}
          onMove={(to) => setWish(pan(view, all, to - middleOf(undefined, view)))}
          onAll={() => setWish(undefined)}
        />
      )}
    </section>
  );
}

const middleOf = (span: Span | undefined, view: Span): number =>
  span ? (span.from + span.to) / 2 : (view.from + view.to) / 2;

function spanText(span: Span, zone: format.Zone): string {
  const digits = length(span) < 1 ? 6 : length(span) < 60_000 ? 3 : 0;
  const sameDay = format.day(span.from, zone) === format.day(span.to, zone);
  const to = sameDay ? format.timeOfDay(span.to, zone, digits) : format.dateTime(span.to, zone, digits);
  const size = length(span) / 1000;
  return `${format.dateTime(span.from, zone, digits)} – ${to} (${size >= 60 ? format.clock(size) : format.duration(size)})`;
}

/** Where the view lies in the whole: a click goes there, the button shows all. */
function Context({
  all,
  view,
  selection,
  onMove,
  onAll,
}: {
  readonly all: Span;
  readonly view: Span;
  readonly selection: Span | undefined;
  readonly onMove: (to: number) => void;
  readonly onAll: () => void;
}) {
  const part = (time: number) => `${(Math.min(1, Math.max(0, (time - all.from) / length(all))) * 100).toFixed(3)}%`;
  const size = (span: Span) => `${(length(span) / length(all)) * 100}%`;
  return (
    <div className={css.context}>
      <button type="button" className={css.all} onClick={onAll}>
        {t('Zoom out')}
      </button>
      <div
        className={css.track}
        aria-hidden
        onPointerDown={(event) => {
          const target = event.currentTarget.getBoundingClientRect();
          onMove(all.from + ((event.clientX - target.left) / target.width) * length(all));
        }}
      >
        {selection && <span className={css.chosen} style={{ left: part(selection.from), width: size(selection) }} />}
        <span className={css.seen} style={{ left: part(view.from), width: size(view) }} />
      </div>
    </div>
  );
}
