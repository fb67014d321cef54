/** Protocols of lines over TCP, read line by line: each line once, however the segments fall. */
import { indexOfByte } from './bytes.ts';
import { type Facts, type Payload, Progress } from './dissector.ts';
import { isStartTls, parseStartTls } from './web/tls-stream.ts';

/** Longest line that is waited for; what is longer is passed over. */
const LONGEST_LINE = 4096;

/** Of a line [from, to), without its CR LF: false when nothing further of the flow is wanted. */
export type ReadLine = (payload: Payload, facts: Facts, from: number, to: number) => boolean;

/** Hands whole lines to `read`, and the flow to TLS once it turns to it. */
export function parseLines(payload: Payload, facts: Facts, read: ReadLine): Progress {
  const { buf, end, wireLength, off } = payload;
  const isCut = wireLength > end - off;
  while (payload.off < end) {
    const at = payload.off;
    if (isStartTls(payload, at)) return parseStartTls(payload, at, facts);
    const line = indexOfByte(buf, at, Math.min(end, at + LONGEST_LINE), 0x0a);
    if (line < 0) {
      if (!isCut && end - at < LONGEST_LINE) return Progress.Next;
      payload.off = end;
      return Progress.Next;
    }
    const to = line > at && buf[line - 1] === 0x0d ? line - 1 : line;
    if (to > at && !read(payload, facts, at, to)) return Progress.Done;
    payload.off = line + 1;
  }
  return Progress.Next;
}
