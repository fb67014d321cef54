/**
 * Graphite plaintext: "path value seconds" and a line end; on other ports the path has dots and no blanks. Carbon's pickles (lib/carbon/protocols.py,
 * MetricPickleReceiver): u32 length, protocol of the pickle, a list of pairs.
 */
import { indexOfByte, isDigit, isText, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT = 2003;
const PICKLE_HEAD_BYTES = 11;
const LONGEST_PICKLE = 1 << 20;
const PATH = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-;=:~'].map((one) =>
  one.charCodeAt(0),
);

/** PROTO 2, EMPTY_LIST, a memo, then the path (Python's pickletools): 80 02 5d 71 00, and 28 before several, 58 or 55 before text. */
function isPickle(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < PICKLE_HEAD_BYTES || u32(buf, off) > LONGEST_PICKLE || u32(buf, off) < PICKLE_HEAD_BYTES)
    return false;
  const at = off + 4;
  if (buf[at] !== 0x80 || buf[at + 1] !== 2 || buf[at + 2] !== 0x5d || buf[at + 3] !== 0x71) return false;
  const item = buf[at + 5] === 0x28 ? at + 6 : at + 5;
  return buf[item] === 0x58 || buf[item] === 0x55;
}

/** A path with a dot, and nothing before it but what paths are made of. */
function isPath(buf: Uint8Array, off: number, end: number): boolean {
  let dots = 0;
  for (let at = off; at < end; at++) {
    if (buf[at] === 0x2e) dots++;
    if (!PATH.includes(buf[at])) return false;
  }
  return dots > 0;
}

export const graphite: Dissector = {
  app: 'graphite',
  over: [6, 17],
  ports: [PORT],
  firstBytes: [0, ...PATH],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    const own = sendPort === PORT || recvPort === PORT;
    const size = end - off;
    if (buf[off] === 0) return proto === 6 && isPickle(buf, off, end) ? Verdict.Yes : Verdict.No;
    const stop = indexOfByte(buf, off, Math.min(end, off + 512), 0x0a);
    if (stop < 0) return own && proto === 6 && size < 512 && isText(buf, off, end) ? Verdict.More : Verdict.No;
    const last = buf[stop - 1] === 0x0d ? stop - 1 : stop;
    let at = last - 1;
    while (at > off && isDigit(buf[at])) at--;
    if (last - 1 - at !== 10 || buf[at] !== 0x20 || buf[at + 1] > 0x34) return Verdict.No;
    const seconds = at;
    at--;
    while (
      at > off &&
      (isDigit(buf[at]) || buf[at] === 0x2e || buf[at] === 0x2d || (buf[at] | 0x20) === 0x65 || buf[at] === 0x2b)
    )
      at--;
    if (at === off || buf[at] !== 0x20) return Verdict.No;
    return (own ? isText(buf, off, at) : at + 1 < seconds && isPath(buf, off, at)) ? Verdict.Yes : Verdict.No;
  },
};
