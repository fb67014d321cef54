/** Messages that say how long they are, one behind the other on TCP or one a datagram: each read once, however the segments fall. */
import { type Facts, MAX_PREFIX_BYTES, type Payload, Progress } from './dissector.ts';

/** Bytes of the message at off; 0 = not told yet, -1 = no message begins here. */
export type LengthOf = (buf: Uint8Array, off: number, end: number) => number;
/** A message, [off, end), or as much of it as there is. False when nothing further of the flow is wanted. */
export type ReadMessage = (payload: Payload, facts: Facts, off: number, end: number) => boolean;

/** Messages longer than this are not waited for: what is there of them is read. */
const LONGEST_WAITED = 8192;

export function parseMessages(payload: Payload, facts: Facts, lengthOf: LengthOf, read: ReadMessage): Progress {
  const { buf, off, end, wireLength, proto } = payload;
  if (proto !== 6) return read(payload, facts, off, end) ? Progress.More : Progress.Done;
  const isCut = wireLength > end - off;
  while (payload.off < end) {
    const at = payload.off;
    const length = lengthOf(buf, at, end);
    if (length < 0) return Progress.Other;
    const canWait = !isCut && end - at < MAX_PREFIX_BYTES - 1;
    if (length === 0) return canWait ? Progress.Next : Progress.Other;
    if (at + length > end && length <= LONGEST_WAITED && canWait) return Progress.Next;
    if (!read(payload, facts, at, Math.min(at + length, end))) return Progress.Done;
    payload.off = at + length;
  }
  return Progress.Next;
}
