/**
 * Objects of a JSON text that comes in pieces: the elements of its "records", of an array, or one object a line. A log that is still
 * written ends in the middle, and may have a comma too many: what is whole counts. Depth and length are bounded.
 */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** Longest record. Those of a busy hour have some MB. */
const MAX_OBJECT_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 64;
const HEAD_BYTES = 256;

export class JsonObjects {
  /** objects that were too long, too deep or no JSON */
  malformed = 0;
  readonly #parts: Uint8Array[] = [];
  #partBytes = 0;
  #depth = 0;
  #inText = false;
  #escaped = false;
  #passing = false;
  readonly #wanted: number;
  /** bytes of the text that were fed */
  #position: number;
  #whole: number;

  /** `head`: the text's first bytes; they are fed as well, or what comes behind byte `from`, the end of an object of before. */
  constructor(head: Uint8Array, from = 0) {
    this.#position = this.#whole = from;
    const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('utf8');
    this.#wanted = /^\uFEFF?\s*\{\s*"records"\s*:\s*\[/.test(text) ? 2 : /^\uFEFF?\s*\[/.test(text) ? 1 : 0;
    if (from > 0) this.#depth = this.#wanted;
  }

  /** The text ended within an object. */
  get isCutOff(): boolean {
    return this.#partBytes > 0;
  }

  /** Bytes up to the end of the last whole object. */
  get whole(): number {
    return this.#whole;
  }

  /** Whole objects that end in this piece, parsed. */
  feed(bytes: Uint8Array): unknown[] {
    const found: unknown[] = [];
    const start = this.#position;
    this.#position += bytes.length;
    let from = this.#partBytes > 0 ? 0 : -1;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (this.#inText) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === BACKSLASH) this.#escaped = true;
        else if (byte === QUOTE) this.#inText = false;
        continue;
      }
      if (byte === QUOTE) this.#inText = true;
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
        if (byte === OPEN_OBJECT && this.#partBytes === 0 && this.#depth === this.#wanted) from = i;
        this.#depth++;
        if (this.#depth > MAX_DEPTH) this.#passing = true;
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (this.#depth > 0) this.#depth--;
        if (byte === CLOSE_OBJECT && from >= 0 && this.#depth === this.#wanted) {
          this.#take(bytes.subarray(from, i + 1), found);
          this.#whole = start + i + 1;
          from = -1;
        }
      }
    }
    if (from >= 0) this.#keep(bytes.subarray(from));
    return found;
  }

  #keep(part: Uint8Array): void {
    if (this.#partBytes + part.length > MAX_OBJECT_BYTES) {
      this.#passing = true;
      this.#parts.length = 0;
      this.#partBytes = 1; // the object goes on, though nothing of it is kept
      return;
    }
    this.#parts.push(part.slice());
    this.#partBytes += part.length;
  }

  #take(last: Uint8Array, found: unknown[]): void {
    const text = this.#passing ? undefined : Buffer.concat([...this.#parts, last]).toString('utf8');
    this.#parts.length = this.#partBytes = 0;
    this.#passing = false;
    try {
      if (text === undefined) this.malformed++;
      else found.push(JSON.parse(text));
    } catch {
      this.malformed++;
    }
  }
}
