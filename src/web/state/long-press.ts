/** On touch screens a long press is what a right click is elsewhere, also where the browser has no such event of its own (iOS). */
import { useEffect } from 'react';

const LONG_MS = 550;
/** A finger that moves further scrolls. */
const STILL_PX = 10;

export function useLongPress(): void {
  useEffect(() => {
    let timer = 0;
    let from = { x: 0, y: 0 };
    let opened = false;
    const stop = () => window.clearTimeout(timer);
    const onDown = (event: PointerEvent) => {
      stop();
      opened = false;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      from = { x: event.clientX, y: event.clientY };
      const target = event.target;
      timer = window.setTimeout(() => {
        const press = new MouseEvent('contextmenu', {
          bubbles: true,
          cancelable: true,
          clientX: from.x,
          clientY: from.y,
        });
        // only what has a menu of its own takes the press; the click that follows it does nothing
        if (target instanceof Element) opened = !target.dispatchEvent(press);
      }, LONG_MS);
    };
    const onMove = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) > STILL_PX) stop();
    };
    const onClick = (event: MouseEvent) => {
      if (!opened) return;
      opened = false;
      event.preventDefault();
      event.stopPropagation();
    };
    // no mouse events after it: they would close what has opened
    const onEnd = (event: TouchEvent) => {
      if (opened) event.preventDefault();
    };
    // the browser's own long press came first
    const onMenu = (event: Event) => {
      if (event.isTrusted) stop();
    };
    window.addEventListener('pointerdown', onDown, true);
    window.addEventListener('pointermove', onMove, true);
    window.addEventListener('pointerup', stop, true);
    window.addEventListener('pointercancel', stop, true);
    window.addEventListener('touchend', onEnd, { capture: true, passive: false });
    window.addEventListener('click', onClick, true);
    window.addEventListener('contextmenu', onMenu, true);
    return () => {
      stop();
      window.removeEventListener('pointerdown', onDown, true);
      window.removeEventListener('pointermove', onMove, true);
      window.removeEventListener('pointerup', stop, true);
      window.removeEventListener('pointercancel', stop, true);
      window.removeEventListener('touchend', onEnd, true);
      window.removeEventListener('click', onClick, true);
      window.removeEventListener('contextmenu', onMenu, true);
    };
  }, []);
}
