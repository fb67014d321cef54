/** Options of pcapng's section and interface blocks, https://datatracker.ietf.org/doc/draft-ietf-opsawg-pcapng/ §3.5. */
import { plainLinkType } from './link-type.ts';
import { u16, u32 } from './ordered-bytes.ts';
import type { Interface } from './pcapng-interfaces.ts';
import { MICROSECOND_RESOLUTION } from './tick-clock.ts';

const END_OF_OPTIONS = 0;
const COMMENT = 1;
const SHB_HARDWARE = 2;
const SHB_OS = 3;
const SHB_APPLICATION = 4;
const IF_NAME = 2;
const IF_DESCRIPTION = 3;
const IF_RESOLUTION = 9;
const IF_FILTER = 11;
const IF_OFFSET = 14;

const IDB_OPTIONS = 16;
const MAX_NOTE_BYTES = 400;
/** if_tsoffset beyond this is nonsense, and no more exact in a double */
const MAX_OFFSET_SEC = 2 ** 40;

/** Calls `take` for each whole option in [off, end). */
function eachOption(
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
      offsetSec = upper * 0x1_0000_0000 + u32(buf, big ? from + 4 : from, big);
    }
  });
  if (Math.abs(offsetSec) > MAX_OFFSET_SEC) offsetSec = 0;
  return { linkType: plainLinkType(u16(buf, at + 8, big)), snapLen: u32(buf, at + 12, big), resolution, offsetSec };
}

const SECTION_TEXTS: Readonly<Record<number, string>> = {
  [COMMENT]: 'comment',
  [SHB_HARDWARE]: 'hardware',
  [SHB_OS]: 'system',
  [SHB_APPLICATION]: 'captured with',
};
const INTERFACE_TEXTS: Readonly<Record<number, string>> = {
  [COMMENT]: 'comment',
  [IF_NAME]: 'interface',
  [IF_DESCRIPTION]: 'interface description',
};

/** What a section header tells people. */
export function sectionNotes(buf: Uint8Array, off: number, end: number, big: boolean): string[] {
  return texts(buf, off, end, big, SECTION_TEXTS);
}

/** What an interface block tells people. */
export function interfaceNotes(buf: Uint8Array, off: number, end: number, big: boolean): string[] {
  const notes = texts(buf, off, end, big, INTERFACE_TEXTS);
  eachOption(buf, off, end, big, (code, from, length) => {
    // The first byte says the kind of filter; 0 is a string for libpcap.
    if (code === IF_FILTER && length > 1 && buf[from] === 0)
      notes.push(`capture filter: ${text(buf, from + 1, length - 1)}`);
  });
  return notes;
}

function texts(
  buf: Uint8Array,
  off: number,
  end: number,
  big: boolean,
  labels: Readonly<Record<number, string>>,
): string[] {
  const notes: string[] = [];
  eachOption(buf, off, end, big, (code, from, length) => {
    const label = labels[code];
    if (label !== undefined && length > 0) notes.push(`${label}: ${text(buf, from, length)}`);
  });
  return notes;
}

function text(buf: Uint8Array, off: number, length: number): string {
  const bytes = buf.subarray(off, off + Math.min(length, MAX_NOTE_BYTES));
  // Control characters than these three would only disturb a terminal or a page.
  return new TextDecoder()
    .decode(bytes)
    .replace(/[^\P{Cc}\t\r\n]/gu, '')
    .trim();
}
