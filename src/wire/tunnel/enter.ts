/** Into a tunnel: the level around it is kept, the packet inside begins anew. */
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { beginLevel, copyLevel } from '../level.ts';
import { announce, type Next } from '../verdict.ts';

/**
 * Enters a tunnel of this kind (a layer, put on the stack where it is not yet); `next` is what it carries at `off`. A reader
 * calls it when it has checked its own header, and nothing may be written into `h` before.
 */
export function enter(h: Headers, kind: number, next: Next, off: number, end: number, wireEnd: number, arg = 0): Check {
  enterBare(h, kind, next, off, end, wireEnd, arg);
  if (h.layers.topOf(h.stack) !== kind) h.stack = h.layers.push(h.stack, kind);
  return Check.Ok;
}

/** As enter, for tunnels without a header of their own. */
export function enterBare(
  h: Headers,
  kind: number,
  next: Next,
  off: number,
  end: number,
  wireEnd: number,
  arg: number,
): Check {
  const node = h.tunnels.push(h.tunnel, kind, h);
  if (h.fragmentOffset === 0 && h.carried === 0) {
    h.carried = 1;
    copyLevel(h, h.carrier);
  }
  copyLevel(h, h.outer);
  h.tunnel = node;
  h.depth++;
  beginLevel(h, end);
  return announce(h, next, off, end, wireEnd, arg);
}

/** A number that the tunnel gives what it carries; of the innermost tunnel that has one. To be called after enter(). */
export function nameNetwork(h: Headers, vni: number, tunnelId: number): void {
  if (vni >= 0) h.vni = vni;
  h.tunnelId = tunnelId;
}

/** A packet was in none: the outer packet is the packet. */
export function leave(h: Headers): void {
  copyLevel(h.outer, h);
}
