/**
 * Frames of a compression one behind the other: each costs something to begin, so that a small file of frames with next
 * to nothing in them would take long, and no ceiling of what comes out would see it.
 */
import { Damaged } from './damaged.ts';

/** As many may come in any case, */
const FREE_FRAMES = 1000;
/** and one more for as many bytes that came out. */
const BYTES_A_FRAME = 64;

export class FrameLimit {
  /** bytes that came out */
  made = 0;
  #frames = 0;

  /** A frame begins at this byte. Damaged when there have been too many. */
  begin(at: number): void {
    if (++this.#frames > FREE_FRAMES + this.made / BYTES_A_FRAME)
      throw new Damaged('has too many parts with next to nothing in them', at);
  }
}
