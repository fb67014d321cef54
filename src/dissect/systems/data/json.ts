/**
 * JSON, RFC 8259: an object and nothing else, of 16 bytes or more, whole in a datagram or in the first bytes of a stream;
 * what is known to speak it in a way of its own is asked before.
 */
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const SHORTEST = 16;

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/** Behind the object at off; 0 = not ended before end, -1 = something else. */
function objectEnd(buf: Uint8Array, off: number, end: number): number {
  let depth = 0;
  let inText = false;
  for (let at = off; at < end; at++) {
    const byte = buf[at];
    if (byte < 0x20 && !isBlank(byte)) return -1;
    if (inText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) inText = false;
      continue;
    }
    if (byte === QUOTE) inText = true;
    else if (byte === 0x7b || byte === 0x5b) depth++;
    else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      if (depth === 0) return at + 1;
    } else if (byte > 0x7e) return -1;
  }
  return 0;
}

/** A name in quotes and a colon behind the brace: what every member begins with. */
function opensMember(buf: Uint8Array, off: number, end: number): boolean {
  let at = off + 1;
  while (at < end && isBlank(buf[at])) at++;
  if (buf[at] !== QUOTE) return false;
  const name = at + 1;
  for (at = name; at < end && buf[at] !== QUOTE; at++) if (buf[at] < 0x20 || at - name > 64) return false;
  const isNamed = at > name;
  at++;
  while (at < end && isBlank(buf[at])) at++;
  return isNamed && at < end && buf[at] === 0x3a;
}

export const json: Dissector = {
  app: 'json',
  over: [6, 17],
  ports: [],
  firstBytes: [0x7b],
  probe({ buf, off, end, wireLength, proto, midstream }) {
    if (midstream || end - off < SHORTEST || wireLength > end - off || !opensMember(buf, off, end)) return Verdict.No;
    let at = objectEnd(buf, off, end);
    if (at === 0) return proto === 6 ? Verdict.More : Verdict.No;
    if (at - off < SHORTEST) return Verdict.No;
    while (at < end && (isBlank(buf[at]) || buf[at] === 0)) at++;
    return at === end || (proto === 6 && buf[at] === 0x7b) ? Verdict.Yes : Verdict.No;
  },
};
