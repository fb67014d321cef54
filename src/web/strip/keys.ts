/** What keys do on the strip. Pure. */
import type { Span } from '../state/scope.ts';
import { length, middleOf, pan, zoom } from './time-axis.ts';

interface Pressed {
  readonly key: string;
  readonly shiftKey: boolean;
}

/** Another view, where undefined is all; or another time chosen, whose edge or whole is moved where there was one. */
export type KeyAct =
  | { readonly kind: 'show'; readonly view: Span | undefined }
  | { readonly kind: 'choose'; readonly span: Span; readonly isMoved: boolean };

const ZOOMS: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2 };

/** Arrow keys move, with Shift they choose; plus and minus zoom, Enter goes to what is chosen, Home shows all. undefined: nothing. */
export function actOf({ key, shiftKey }: Pressed, view: Span, all: Span, span: Span | undefined): KeyAct | undefined {
  const step = length(view) * 0.05;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const by = key === 'ArrowLeft' ? -step : step;
    if (!span) {
      if (!shiftKey) return { kind: 'show', view: pan(view, all, by) };
      const middle = { from: view.from + length(view) * 0.4, to: view.from + length(view) * 0.6 };
      return { kind: 'choose', span: middle, isMoved: false };
    }
    if (shiftKey) {
      const to = Math.max(span.from + length(view) * 0.005, Math.min(all.to, span.to + by));
      return { kind: 'choose', span: { from: span.from, to }, isMoved: true };
    }
    const bounded = Math.sign(by) * Math.min(step, length(span));
    return { kind: 'choose', span: pan(span, all, bounded), isMoved: true };
  }
  const factor = ZOOMS[key];
  if (factor !== undefined) return { kind: 'show', view: zoom(view, all, middleOf(span ?? view), factor) };
  if (key === 'Enter' && span) return { kind: 'show', view: span };
  if (key === 'Home' || key === '0') return { kind: 'show', view: undefined };
  return undefined;
}
