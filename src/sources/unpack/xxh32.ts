/** xxHash32 of bytes that come in pieces, https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
const P1 = 0x9e3779b1;
const P2 = 0x85ebca77;
const P3 = 0xc2b2ae3d;
const P4 = 0x27d4eb2f;
const P5 = 0x165667b1;
const STRIPE = 16;

const rotl = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

export class Xxh32 {
  #a = (P1 + P2) | 0;
  #b = P2 | 0;
  #c = 0;
  #d = -P1 | 0;
  #total = 0;
  readonly #rest = new Uint8Array(STRIPE);
  #held = 0;

  update(bytes: Uint8Array): void {
    this.#total += bytes.length;
    let at = 0;
    if (this.#held > 0) {
      at = Math.min(STRIPE - this.#held, bytes.length);
      this.#rest.set(bytes.subarray(0, at), this.#held);
      this.#held += at;
      if (this.#held < STRIPE) return;
      this.#stripes(this.#rest, 0, STRIPE);
      this.#held = 0;
    }
    const end = at + Math.floor((bytes.length - at) / STRIPE) * STRIPE;
    this.#stripes(bytes, at, end);
    this.#rest.set(bytes.subarray(end));
    this.#held = bytes.length - end;
  }

  /** u32 */
  digest(): number {
    let hash =
      this.#total >= STRIPE
        ? (rotl(this.#a, 1) + rotl(this.#b, 7) + rotl(this.#c, 12) + rotl(this.#d, 18)) | 0
        : P5 | 0;
    hash = (hash + this.#total) | 0;
    let at = 0;
    for (; at + 4 <= this.#held; at += 4)
      hash = Math.imul(rotl((hash + Math.imul(word(this.#rest, at), P3)) | 0, 17), P4);
    for (; at < this.#held; at++) hash = Math.imul(rotl((hash + Math.imul(this.#rest[at]!, P5)) | 0, 11), P1);
    hash = Math.imul(hash ^ (hash >>> 15), P2);
    hash = Math.imul(hash ^ (hash >>> 13), P3);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #stripes(bytes: Uint8Array, from: number, end: number): void {
    let a = this.#a;
    let b = this.#b;
    let c = this.#c;
    let d = this.#d;
    for (let at = from; at < end; at += STRIPE) {
      a = Math.imul(rotl((a + Math.imul(word(bytes, at), P2)) | 0, 13), P1);
      b = Math.imul(rotl((b + Math.imul(word(bytes, at + 4), P2)) | 0, 13), P1);
      c = Math.imul(rotl((c + Math.imul(word(bytes, at + 8), P2)) | 0, 13), P1);
      d = Math.imul(rotl((d + Math.imul(word(bytes, at + 12), P2)) | 0, 13), P1);
    }
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
