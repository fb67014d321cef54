/** Lays graphs out beside the page, so that it stays quick. */
import { layout } from './layout.ts';

export interface LayoutWish {
  readonly id: number;
  readonly nodes: number;
  readonly links: readonly (readonly [number, number])[];
  /** width by height of what it is drawn on */
  readonly aspect: number;
}
export interface LayoutDone {
  readonly id: number;
  readonly places: Float64Array;
}

self.addEventListener('message', ({ data }: MessageEvent<LayoutWish>) => {
  const rounds = data.nodes > 1000 ? 120 : 260;
  const done: LayoutDone = { id: data.id, places: layout(data.nodes, data.links, rounds, data.aspect) };
  self.postMessage(done);
});
