/** Base64, RFC 4648 §4, of bytes that others wrote. */

const VALUES = new Int8Array(256).fill(-1);
for (let i = 0; i < 64; i++)
  VALUES['ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'.charCodeAt(i)] = i;

/** Decodes [off, end) into `into`, up to the first byte that is no letter of it; bytes written. */
export function decodeBase64(buf: Uint8Array, off: number, end: number, into: Uint8Array): number {
  let bits = 0;
  let held = 0;
  let written = 0;
  for (let at = off; at < end && written < into.length; at++) {
    const value = VALUES[buf[at]];
    if (value < 0) break;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      into[written++] = (bits >> held) & 0xff;
    }
  }
  return written;
}
