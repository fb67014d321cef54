/** What hands do on the strip: they choose a time, drop its edges elsewhere, move what is seen, look closer with the wheel. */
import { type PointerEvent, type RefObject, useEffect, useState } from 'react';
import type { Span } from '../state/scope.ts';
import { plotWidth, timeAt, xOf } from './draw.ts';
import { length, pan, zoom } from './time-axis.ts';

const HANDLE_PX = 6;
/** A microsecond; one edge dropped on the other chooses nothing. */
const SHORTEST_MS = 0.001;

/** What the pointer is doing: choosing from an anchor, or moving what is seen. */
type Drag =
  | { readonly kind: 'choose'; readonly anchor: number; readonly moved: boolean }
  | { readonly kind: 'pan'; readonly x: number; readonly view: Span };

interface Strip {
  readonly all: Span | undefined;
  readonly view: Span | undefined;
  /** px */
  readonly width: number;
  /** the time chosen */
  readonly span: Span | undefined;
  readonly show: (view: Span) => void;
  readonly choose: (span: Span) => void;
}

interface Gestures {
  /** the time being chosen */
  readonly draft: Span | undefined;
  /** ms since 1970 under the hand */
  readonly pointed: number | undefined;
  readonly cursor: 'grabbing' | 'ew-resize' | 'crosshair';
  readonly on: {
    readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerUp: () => void;
    readonly onPointerCancel: () => void;
    readonly onPointerLeave: () => void;
  };
}

export function useGestures(strip: Strip): Gestures {
  const { all, view, width, span, show, choose } = strip;
  const [drag, setDrag] = useState<Drag>();
  const [draft, setDraft] = useState<Span>();
  const [pointed, setPointed] = useState<number>();

  const edgeAt = (x: number): 'from' | 'to' | undefined => {
    if (!span || !view) return undefined;
    if (Math.abs(x - xOf(span.from, view, width)) <= HANDLE_PX) return 'from';
    if (Math.abs(x - xOf(span.to, view, width)) <= HANDLE_PX) return 'to';
    return undefined;
  };

  const onPointerDown = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button > 1 || !view) return;
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

  const onPointerMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!view || !all) return;
    const x = event.nativeEvent.offsetX;
    const time = timeAt(x, view, width);
    setPointed(time);
    if (drag?.kind === 'pan') show(pan(drag.view, all, ((drag.x - x) / plotWidth(width)) * length(view)));
    else if (drag?.kind === 'choose') {
      const moved = drag.moved || Math.abs(xOf(drag.anchor, view, width) - x) > 3;
      if (moved && !drag.moved) setDrag({ ...drag, moved });
      if (moved) setDraft({ from: Math.min(drag.anchor, time), to: Math.max(drag.anchor, time) });
    }
  };

  const onPointerUp = () => {
    setDrag(undefined);
    setDraft(undefined);
    if (drag?.kind === 'choose' && draft && length(draft) >= SHORTEST_MS) choose(draft);
  };

  const isAtEdge = pointed !== undefined && view !== undefined && edgeAt(xOf(pointed, view, width)) !== undefined;
  return {
    draft,
    pointed,
    cursor: drag?.kind === 'pan' ? 'grabbing' : isAtEdge ? 'ew-resize' : 'crosshair',
    on: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onPointerLeave: () => setPointed(undefined),
    },
  };
}

/** The wheel looks closer, or moves sideways. React listens passively to it; this one keeps the page still. */
export function useWheel(plot: RefObject<HTMLDivElement | null>, { all, view, width, show }: Strip): void {
  useEffect(() => {
    const target = plot.current;
    if (!target || !view || !all) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      if (sideways) show(pan(view, all, ((event.deltaX || event.deltaY) / width) * length(view)));
      else
        show(
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
  }, [plot, view, all, width, show]);
}
