/**
 * Nothing moves while a view comes: it is shown when the first answers of what is in sight have come, all at once, or when that
 * takes its time. Until then its place holds a skeleton.
 */
import { type RefObject, useEffect, useState } from 'react';

/** Longer than this nobody waits for the slowest picture. */
const PATIENCE_MS = 900;
const BUSY = '[aria-busy=true], [role=status][data-waiting]';
/** Frames without anything busy: what answers bring about is asked for by then. */
const CALM = 3;

/** False while the view of `key` is to stay hidden. */
export function useSettled(view: RefObject<HTMLElement | null>, key: string): boolean {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    let calm = 0;
    let frame = 0;
    const began = performance.now();
    const look = () => {
      const element = view.current;
      const isBusy = element === null || element.childElementCount === 0 || element.querySelector(BUSY) !== null;
      calm = isBusy ? 0 : calm + 1;
      if (calm >= CALM || performance.now() - began > PATIENCE_MS) setSettled(key);
      else frame = requestAnimationFrame(look);
    };
    frame = requestAnimationFrame(look);
    return () => cancelAnimationFrame(frame);
  }, [view, key]);
  return settled === key;
}
