/**
 * What inspection remembers of each open flow: eight words a slot, of all slots in one array. The engine owns them; tcp-places.ts
 * has the places in them.
 */
export const WORDS = 8;

/** First word: phase, closed directions, why, IP protocol, payloads seen of each direction. */
export const PHASE = 3;
export const IDLE = 0;
export const PROBING = 1;
export const PARSING = 2;
/** nothing further is wanted but what the flow announces of others */
export const LISTENING = 3;
/** << direction */
export const CLOSED = 4;
export const BOTH_CLOSED = 12;
/** four bits: while probing what was announced of the flow (Hint), later how it was told (Why) */
export const WHY_SHIFT = 4;
export const WHY = 0xf0;
export const PROTO_SHIFT = 8;
/** + 8 * direction: payloads seen of it, eight bits */
export const COUNT_SHIFT = 16;

/** app code | (dissector + 1) << 16: the one that parses, or the owner of the state while probing */
export const CHOSEN = 1;
/** 2 to 5: A and B of direction 0, A and B of direction 1; when parsing, A and B of the flow */
export const STATE = 2;
/** 6, 7: of each direction of TCP the offset of the next byte, or ~buffer where bytes are kept */
export const PLACE = 6;

export class SlotWords {
  words = new Int32Array(0);

  /** Room for `capacity` slots. */
  grow(capacity: number): void {
    if (capacity * WORDS <= this.words.length) return;
    const words = new Int32Array(capacity * WORDS);
    words.set(this.words);
    this.words = words;
  }
}
