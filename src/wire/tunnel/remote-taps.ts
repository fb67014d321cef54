/**
 * Packets that a switch, a router or an access point sends to whoever captures: Juniper's port mirroring over UDP, Peek remote of
 * WildPackets (Cisco's and others' sniffing access points). A header that is not well formed is not ours.
 */
import { i32, u16, u32 } from '#base/bytes.ts';
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { WifiForm } from '../link/wifi.ts';
import { looksLikeIp } from '../looks.ts';
import { Next } from '../verdict.ts';
import { enter } from './enter.ts';

const JMIRROR = layer('jmirror');
const PEEKREMOTE = layer('peekremote');

/** Numbers of the intercept and of the session, then IP to the datagram's end. */
export function readJmirror(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  const at = off + 8;
  if (!looksLikeIp(buf, at, end, wireEnd)) return Check.Ok;
  const bytes = buf[at]! >> 4 === 4 ? u16(buf, at + 2) : 40 + u16(buf, at + 4);
  return at + bytes === wireEnd ? enter(h, JMIRROR, Next.Ip, at, end, wireEnd) : Check.Ok;
}

const PEEK_MAGIC = 0x00ffabcd;
const PEEK_LEAST_BYTES = 20;
const PEEK_MOST_BYTES = 128;
const FCS_BYTES = 4;

/** Mark, version, the header's length, radio; the frame with its check sequence. */
export function readPeekRemote(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  if (end - off < PEEK_LEAST_BYTES || i32(buf, off) !== PEEK_MAGIC) return Check.Ok;
  const bytes = u32(buf, off + 5);
  if (bytes < PEEK_LEAST_BYTES || bytes > PEEK_MOST_BYTES) return Check.Ok;
  const at = off + bytes;
  const inner = wireEnd - FCS_BYTES;
  const have = end < inner ? end : inner;
  // Frame control: version 0, a kind that there is.
  if (have - at < 10 || (buf[at]! & 3) !== 0 || (u16(buf, at) & 0x0c00) === 0x0c00) return Check.Ok;
  return enter(h, PEEKREMOTE, Next.Wifi, at, have, inner, WifiForm.Standard);
}
