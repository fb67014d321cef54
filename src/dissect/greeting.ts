/** Reply lines of text protocols: three digits and a blank or dash (RFC 5321 §4.2, RFC 959 §4.2). */
import { isDigit, lineEnd } from './bytes.ts';

/** Code of the reply at off; 0 = none. */
export function replyCode(buf: Uint8Array, off: number, end: number): number {
  if (end - off < 4 || !isDigit(buf[off]) || !isDigit(buf[off + 1]) || !isDigit(buf[off + 2])) return 0;
  if (buf[off + 3] !== 0x20 && buf[off + 3] !== 0x2d) return 0;
  return (buf[off] - 48) * 100 + (buf[off + 1] - 48) * 10 + buf[off + 2] - 48;
}

/** [off, lineEnd) holds `word` (upper case), letters of either case, blanks and line ends around it. */
export function hasWord(buf: Uint8Array, off: number, end: number, word: string): boolean {
  const stop = lineEnd(buf, off, end) - word.length;
  for (let at = off; at <= stop; at++) {
    let i = 0;
    while (
      i < word.length &&
      (buf[at + i] >= 0x61 && buf[at + i] <= 0x7a ? buf[at + i] - 32 : buf[at + i]) === word.charCodeAt(i)
    )
      i++;
    if (i === word.length) return true;
  }
  return false;
}

/** Behind the command word (upper case) and one blank at off; -1 when it does not stand there. */
export function argument(buf: Uint8Array, off: number, end: number, word: string): number {
  if (end - off < word.length + 1) return -1;
  for (let i = 0; i < word.length; i++) {
    const byte = buf[off + i];
    if ((byte >= 0x61 && byte <= 0x7a ? byte - 32 : byte) !== word.charCodeAt(i)) return -1;
  }
  return buf[off + word.length] === 0x20 ? off + word.length + 1 : -1;
}
