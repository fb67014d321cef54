import { type RefObject, useEffect } from 'react';
import { drawStrip, type Strip } from './draw.ts';

type Drawn = Omit<Strip, 'height' | 'font' | 'view'> & { readonly view: Strip['view'] | undefined };

/** Draws the strip whenever what is drawn has changed, or `shape`, which its height follows. */
export function useDrawing(canvas: RefObject<HTMLCanvasElement | null>, drawn: Drawn, shape: string): void {
  const { width, view, zone, measure, timeline, marked, fills, lit, selection, pointed, colors } = drawn;
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
    const font = "11px 'Inter Variable', sans-serif";
    drawStrip(ctx, {
      width,
      height,
      view,
      zone,
      measure,
      timeline,
      marked,
      fills,
      lit,
      selection,
      pointed,
      colors,
      font,
    });
  }, [canvas, shape, width, view, zone, measure, timeline, marked, fills, lit, selection, pointed, colors]);
}
