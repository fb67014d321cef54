/** Changes to bytes that find what parsers forget: lengths one off, zeros, maxima, cuts, repetitions, foreign pieces. */
import type { Random } from './random.ts';

const MAX_CHANGES = 6;
const MAX_PIECE = 64;
/** An input is not grown beyond this many times its size and a few bytes. */
const MAX_GROWTH = 4;
const GROWTH_BYTES = 4096;

const NOTABLE = [0, 1, 2, 3, 4, 7, 8, 11, 12, 15, 16, 27, 28, 31, 32, 63, 64, 127, 128, 255, 256, 1500, 4095, 4096];
const NOTABLE_32 = [0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff];

/** A changed copy of `bytes`; `other` lends pieces. */
export function mutate(random: Random, bytes: Uint8Array, other: Uint8Array = bytes): Uint8Array {
  let out: Uint8Array = bytes.slice();
  for (let n = 1 + random.below(MAX_CHANGES); n > 0; n--) {
    const at = random.below(out.length + 1);
    if (out.length > bytes.length * MAX_GROWTH + GROWTH_BYTES) return out.subarray(0, bytes.length);
    switch (random.below(12)) {
      case 0: // one bit
        if (at < out.length) out[at] ^= 1 << random.below(8);
        break;
      case 1: // one byte
        if (at < out.length) out[at] = random.u32();
        break;
      case 2: // one more or less
        if (at < out.length) out[at] += random.oneIn(2) ? 1 : 255;
        break;
      case 3:
      case 4: // a notable number in some width and order
        putNumber(random, out, at, random.oneIn(3) ? random.pick(NOTABLE_32) : random.pick(NOTABLE));
        break;
      case 5: // a length near to what is left
        putNumber(random, out, at, Math.max(0, out.length - at + random.below(9) - 4));
        break;
      case 6: // a cut
        out = joined(out.subarray(0, at), out.subarray(Math.min(out.length, at + pieceLength(random))));
        break;
      case 7: // an end too early
        if (random.oneIn(3)) out = out.slice(0, at);
        break;
      case 8: {
        // a repetition, at times a long one
        const piece = out.slice(at, at + pieceLength(random));
        const times = random.oneIn(8) ? random.below(64) : 1;
        out = joined(out.subarray(0, at), ...Array<Uint8Array>(times).fill(piece), out.subarray(at));
        break;
      }
      case 9: {
        // a piece of another input, over or between
        const from = random.below(other.length + 1);
        const piece = other.subarray(from, from + pieceLength(random));
        out = joined(
          out.subarray(0, at),
          piece,
          out.subarray(random.oneIn(2) ? at : Math.min(out.length, at + piece.length)),
        );
        break;
      }
      case 10: // a run of one byte
        out.fill(random.pick([0, 0xff, random.u32() & 0xff]), at, at + pieceLength(random));
        break;
      default: {
        // noise between
        const noise = Uint8Array.from({ length: 1 + random.below(8) }, () => random.u32());
        out = joined(out.subarray(0, at), noise, out.subarray(at));
      }
    }
  }
  return out;
}

function pieceLength(random: Random): number {
  return 1 + random.below(random.oneIn(4) ? MAX_PIECE * 16 : MAX_PIECE);
}

function putNumber(random: Random, out: Uint8Array, at: number, value: number): void {
  const width = random.pick([1, 2, 2, 4, 4, 4, 8]);
  if (at + width > out.length) return;
  const big = random.oneIn(2);
  for (let n = 0; n < width; n++) {
    const shift = (big ? width - 1 - n : n) * 8;
    out[at + n] = shift >= 32 ? 0 : value >>> shift;
  }
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
