/** Whether a flow is over, told by the times and flags of its packets alone. */
import { TCP, UDP } from '#registry/ip-protocols.ts';
import type { Headers } from '#wire/headers.ts';
import * as S from './slot.ts';
import type { Timeouts } from './timeouts.ts';

const SYN_ONLY = 2;
const SYN_OR_ACK = 18;

/** Silence after which the flow at `i` is over, ns. */
export function timeoutOf(ints: Int32Array, i: number, timeouts: Timeouts): number {
  const proto = ints[i + S.META]! & 0xff;
  if (proto === UDP) return timeouts.udp;
  if (proto !== TCP) return timeouts.other;
  const flags = ints[i + S.FLAGS]!;
  const bothFin = S.FLAG_FIN_0 | (S.FLAG_FIN_0 << 1);
  if ((flags & (S.FLAG_RST_0 | (S.FLAG_RST_0 << 1))) !== 0 || (flags & bothFin) === bothFin) return timeouts.tcpClosed;
  return ints[i + S.PACKETS]! === 0 || ints[i + S.PACKETS + 1]! === 0 ? timeouts.tcpAttempt : timeouts.tcpOpen;
}

/** True when a SYN with other numbers follows the flow's end: its ports are used again. `low`: 1 = the packet is of the key's lower end. */
export function isUsedAgain(ints: Int32Array, i: number, h: Headers, low: number): boolean {
  if (h.proto !== TCP || (h.tcpFlags & SYN_OR_ACK) !== SYN_ONLY) return false;
  const flags = ints[i + S.FLAGS]!;
  const ended = (flags & (S.FLAG_RST_0 | (S.FLAG_RST_0 << 1) | S.FLAG_FIN_0 | (S.FLAG_FIN_0 << 1))) !== 0;
  if (!ended) return false;
  const side = (flags & S.FLAG_LOW_IS_0) === low ? 0 : 1;
  return (flags & (S.FLAG_SEQ_0 << side)) === 0 || ((h.seq + 1) | 0) !== ints[i + S.BASE_SEQ + side]!;
}
