/** Big-endian reads in place. The caller has checked that the bytes are there. Results are int32 unless said otherwise. */

/** u16 */
export function u16(buf: Uint8Array, off: number): number {
  return (buf[off]! << 8) | buf[off + 1]!;
}
/** the 32 bits as a signed int32 */
export function i32(buf: Uint8Array, off: number): number {
  return (buf[off]! << 24) | (buf[off + 1]! << 16) | (buf[off + 2]! << 8) | buf[off + 3]!;
}
/** u32 as a number up to 4294967295 */
export function u32(buf: Uint8Array, off: number): number {
  return i32(buf, off) >>> 0;
}
/** u16, little-endian */
export function u16le(buf: Uint8Array, off: number): number {
  return buf[off]! | (buf[off + 1]! << 8);
}
/** u32, little-endian, as a number up to 4294967295 */
export function u32le(buf: Uint8Array, off: number): number {
  return (buf[off]! | (buf[off + 1]! << 8) | (buf[off + 2]! << 16) | (buf[off + 3]! << 24)) >>> 0;
}
