/** PIM version 2 (RFC 7761 §4.9.3): a Register carries a packet to a rendezvous point; the other messages carry none. */
import { Check } from '../check.ts';
import type { Headers } from '../headers.ts';
import { layer } from '../layers.ts';
import { looksLikeIp } from '../looks.ts';
import { Next } from '../verdict.ts';
import { enter } from './enter.ts';

const PIM = layer('pim');
const VERSION_2_REGISTER = 0x21;
const HEADER_BYTES = 8;
const FLAGS = 4;
/** asks whether the source still sends: what follows is the header of no packet */
const NULL_REGISTER = 0x40;

export function readPim(h: Headers, buf: Uint8Array, off: number, end: number, wireEnd: number): Check {
  const at = off + HEADER_BYTES;
  if (end - off < HEADER_BYTES || buf[off] !== VERSION_2_REGISTER || (buf[off + FLAGS]! & NULL_REGISTER) !== 0)
    return Check.Ok;
  return looksLikeIp(buf, at, end, wireEnd) ? enter(h, PIM, Next.Ip, at, end, wireEnd) : Check.Ok;
}
