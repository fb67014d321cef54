/** Where a long table stands: its offset in true px, and a scroll bar that may be shorter than the table (window.ts). */
import { type RefObject, useCallback, useEffect, useState } from 'react';
import { type Frame, frameOf, ROW_PX } from './window.ts';

interface Scrolling {
  readonly frame: Frame;
  /** px */
  readonly offset: number;
  readonly moveTo: (offset: number) => void;
  readonly onScroll: () => void;
  /** Another table is shown, from its top. */
  readonly restart: () => void;
}

/** `body` is px; `shownOf` tells one table from another. */
export function useScrolling(
  scroller: RefObject<HTMLDivElement | null>,
  total: number,
  body: number,
  shownOf: string,
): Scrolling {
  const [offset, setOffset] = useState(0);
  const frame = frameOf(total, body);
  const { maxOffset, ratio } = frame;
  const moveTo = useCallback(
    (next: number) => {
      const wanted = Math.min(maxOffset, Math.max(0, next));
      setOffset(wanted);
      if (scroller.current) scroller.current.scrollTop = wanted / ratio;
    },
    [scroller, maxOffset, ratio],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: the scrollbar follows what is shown
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [shownOf]);

  // in tables taller than a browser can scroll the wheel still moves by true pixels
  useEffect(() => {
    const element = scroller.current;
    if (!element || ratio === 1) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      setOffset((before) => {
        const next = Math.min(
          maxOffset,
          Math.max(0, before + (event.deltaMode === 1 ? event.deltaY * ROW_PX : event.deltaY)),
        );
        element.scrollTop = next / ratio;
        return next;
      });
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [scroller, ratio, maxOffset]);

  const onScroll = () => {
    const element = scroller.current;
    if (!element) return;
    // the bar was moved by hand, not by us
    if (Math.abs(element.scrollTop - offset / ratio) >= 1) setOffset(Math.min(maxOffset, element.scrollTop * ratio));
  };
  return { frame, offset, moveTo, onScroll, restart: () => setOffset(0) };
}
