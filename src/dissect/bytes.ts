/** Readers shared by dissectors. Callers have checked that the bytes are there; none allocates. */

export function u16(buf: Uint8Array, off: number): number {
  return (buf[off] << 8) | buf[off + 1];
}

export function u24(buf: Uint8Array, off: number): number {
  return (buf[off] << 16) | (buf[off + 1] << 8) | buf[off + 2];
}

export function u32(buf: Uint8Array, off: number): number {
  return ((buf[off] << 24) | (buf[off + 1] << 16) | (buf[off + 2] << 8) | buf[off + 3]) >>> 0;
}

export function u16le(buf: Uint8Array, off: number): number {
  return (buf[off + 1] << 8) | buf[off];
}

export function u24le(buf: Uint8Array, off: number): number {
  return (buf[off + 2] << 16) | (buf[off + 1] << 8) | buf[off];
}

export function u32le(buf: Uint8Array, off: number): number {
  return ((buf[off + 3] << 24) | (buf[off + 2] << 16) | (buf[off + 1] << 8) | buf[off]) >>> 0;
}

/** True when the ASCII `text` stands at off, whole, before end. Checks the length itself. */
export function startsWith(buf: Uint8Array, off: number, end: number, text: string): boolean {
  if (end - off < text.length) return false;
  for (let i = 0; i < text.length; i++) if (buf[off + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** True when [off, end) is shorter than the ASCII `text` and may become it. */
export function mayBecome(buf: Uint8Array, off: number, end: number, text: string): boolean {
  if (end - off >= text.length) return false;
  for (let at = off; at < end; at++) if (buf[at] !== text.charCodeAt(at - off)) return false;
  return true;
}

/** Like startsWith, ASCII letters of either case; `text` is lower case. */
export function startsWithNoCase(buf: Uint8Array, off: number, end: number, text: string): boolean {
  if (end - off < text.length) return false;
  for (let i = 0; i < text.length; i++) {
    const byte = buf[off + i];
    if ((byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte) !== text.charCodeAt(i)) return false;
  }
  return true;
}

/** Place of `byte` in [off, end), or -1. */
export function indexOfByte(buf: Uint8Array, off: number, end: number, byte: number): number {
  for (let at = off; at < end; at++) if (buf[at] === byte) return at;
  return -1;
}

/** Place of the ASCII `text` in [off, end), or -1. */
export function indexOfText(buf: Uint8Array, off: number, end: number, text: string): number {
  const first = text.charCodeAt(0);
  const last = end - text.length;
  for (let at = off; at <= last; at++) if (buf[at] === first && startsWith(buf, at, end, text)) return at;
  return -1;
}

/** True when [off, end) holds only printable ASCII, tabs and line ends. */
export function isText(buf: Uint8Array, off: number, end: number): boolean {
  for (let at = off; at < end; at++) {
    const byte = buf[at];
    if ((byte < 0x20 || byte > 0x7e) && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return false;
  }
  return true;
}

export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Behind the last byte of the line at off, without its CR LF; end where the line is not ended. */
export function lineEnd(buf: Uint8Array, off: number, end: number): number {
  const at = indexOfByte(buf, off, end, 0x0a);
  if (at < 0) return end;
  return at > off && buf[at - 1] === 0x0d ? at - 1 : at;
}

/**
 * Where the value of the header `name` (lower case, with its colon) begins, blanks skipped, in lines from off up to the
 * first empty line; -1 when there is none.
 */
export function headerValue(buf: Uint8Array, off: number, end: number, name: string): number {
  let at = off;
  while (at < end) {
    if (startsWithNoCase(buf, at, end, name)) {
      at += name.length;
      while (at < end && (buf[at] === 0x20 || buf[at] === 0x09)) at++;
      return at;
    }
    const next = indexOfByte(buf, at, end, 0x0a) + 1;
    if (next === 0 || next >= end || buf[next] === 0x0d || buf[next] === 0x0a) return -1;
    at = next;
  }
  return -1;
}
