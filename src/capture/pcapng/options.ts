/** Options of pcapng blocks, https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/ §3.5. */
import { plainLinkType } from '../link-type.ts';
import { u16, u32 } from '../ordered-bytes.ts';
import type { Interface } from './interfaces.ts';
import { MICROSECOND_RESOLUTION } from './tick-clock.ts';

const END_OF_OPTIONS = 0;
const IF_RESOLUTION = 9;
const IF_OFFSET = 14;

const IDB_OPTIONS = 16;
const MAX_TEXT_BYTES = 400;
/** if_tsoffset beyond this is nonsense, and no more exact in a double */
const MAX_OFFSET_SEC = 2 ** 40;
const TWO_32 = 0x1_0000_0000;

/** Calls `take` for each whole option in [off, end). */
export function eachOption(
  buf: Uint8Array,
  off: number,
  end: number,
  big: boolean,
  take: (code: number, from: number, length: number) => void,
): void {
  for (let at = off; end - at >= 4; ) {
    const code = u16(buf, at, big);
    const length = u16(buf, at + 2, big);
    if (code === END_OF_OPTIONS || length > end - at - 4) return;
    take(code, at + 4, length);
    at += 4 + ((length + 3) & ~3);
  }
}

/** An interface block that starts at `at`; `end` is the byte behind its options. */
export function readInterface(buf: Uint8Array, at: number, end: number, big: boolean): Interface {
  let resolution = MICROSECOND_RESOLUTION;
  let offsetSec = 0;
  eachOption(buf, at + IDB_OPTIONS, end, big, (code, from, length) => {
    if (code === IF_RESOLUTION && length === 1) resolution = buf[from];
    if (code === IF_OFFSET && length === 8) {
      const upper = u32(buf, big ? from : from + 4, big) | 0;
      offsetSec = upper * TWO_32 + u32(buf, big ? from + 4 : from, big);
    }
  });
  if (Math.abs(offsetSec) > MAX_OFFSET_SEC) offsetSec = 0;
  return { linkType: plainLinkType(u16(buf, at + 8, big)), snapLen: u32(buf, at + 12, big), resolution, offsetSec };
}

/** A 64-bit count; undefined when it is unknown (all bits set) or beyond 2^53. */
export function count64(buf: Uint8Array, off: number, big: boolean): number | undefined {
  const hi = u32(buf, big ? off : off + 4, big);
  const lo = u32(buf, big ? off + 4 : off, big);
  const count = hi * TWO_32 + lo;
  return Number.isSafeInteger(count) ? count : undefined;
}

/** UTF-8 for people: cut to a bounded length, without control characters. */
export function optionText(buf: Uint8Array, off: number, length: number): string {
  const bytes = buf.subarray(off, off + Math.min(length, MAX_TEXT_BYTES));
  // Control characters than these three would only disturb a terminal or a page.
  return new TextDecoder()
    .decode(bytes)
    .replace(/[^\P{Cc}\t\r\n]/gu, '')
    .trim();
}
