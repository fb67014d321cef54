/**
 * Memcached text commands (doc/protocol.txt), binary protocol (magic 80 and 81, 24 bytes). On other ports it is told by lines and heads that are whole: what is stored or
 * found with its key, flags and length, statistics, meta commands, requests of the binary protocol.
 */
import { indexOfByte, isDigit, isText, startsWith, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** second letters of meta commands: mg, ms, md, ma, mn, me */
const META = [0x67, 0x73, 0x64, 0x61, 0x6e, 0x65];

/** How lines of the text protocol begin: commands, then answers. */
const LINES = [
  ...[
    'get ',
    'gets ',
    'gat ',
    'gats ',
    'set ',
    'add ',
    'replace ',
    'append ',
    'prepend ',
    'cas ',
    'delete ',
    'incr ',
    'decr ',
  ],
  ...['touch ', 'stats', 'version\r\n', 'flush_all', 'verbosity ', 'mn\r\n', 'watch ', 'slabs ', 'lru_crawler '],
  ...['VALUE ', 'STAT ', 'STORED\r\n', 'END\r\n', 'NOT_STORED\r\n', 'EXISTS\r\n', 'NOT_FOUND\r\n', 'DELETED\r\n'],
  ...['TOUCHED\r\n', 'VERSION ', 'ERROR\r\n', 'CLIENT_ERROR ', 'SERVER_ERROR ', 'HD\r\n', 'EN\r\n', 'VA ', 'MN\r\n'],
];

const LONGEST_KEY = 250;
const LONGEST_LINE = 512;
const BINARY_HEAD_BYTES = 24;

/** Lines with a key and this many numbers behind it: flags, time, bytes. */
const KEYED: readonly (readonly [word: string, numbers: number])[] = [
  ['set ', 3],
  ['add ', 3],
  ['replace ', 3],
  ['append ', 3],
  ['prepend ', 3],
  ['cas ', 4],
  ['VALUE ', 2],
];

/** Behind the digits at off; off where there are none. */
function behindDigits(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end && isDigit(buf[at])) at++;
  return at;
}

/** Behind a key at off; off where there is none. */
function behindKey(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end && buf[at] > 0x20 && buf[at] < 0x7f) at++;
  return at - off > LONGEST_KEY ? off : at;
}

/** "set key 0 60 3", "VALUE key 0 3 17": the line [off, stop) has `numbers` of them, then at most one word more. */
function isKeyed(buf: Uint8Array, off: number, stop: number, word: string, numbers: number): boolean {
  if (!startsWith(buf, off, stop, word)) return false;
  let at = behindKey(buf, off + word.length, stop);
  if (at === off + word.length) return false;
  for (let n = 0; n < numbers; n++) {
    const next = behindDigits(buf, at + 1, stop);
    if (buf[at] !== 0x20 || next <= at + 1) return false;
    at = next;
  }
  if (at === stop || (word === 'VALUE ' && buf[at] === 0x20 && behindDigits(buf, at + 1, stop) === stop)) return true;
  return startsWith(buf, at, stop, ' noreply') && at + 8 === stop;
}

/** "ms key 3 T0", "mg key t f v": flags are a letter and what belongs to it. */
function isMetaCommand(buf: Uint8Array, off: number, stop: number): boolean {
  if (buf[off] !== 0x6d || !META.includes(buf[off + 1]) || buf[off + 2] !== 0x20) return false;
  let at = behindKey(buf, off + 3, stop);
  if (at === off + 3 || at >= stop) return false;
  if (buf[off + 1] === 0x73) {
    const next = behindDigits(buf, at + 1, stop);
    if (next === at + 1) return false;
    at = next;
  }
  while (at < stop) {
    const letter = buf[at + 1] | 0x20;
    if (buf[at] !== 0x20 || at + 1 >= stop || letter < 0x61 || letter > 0x7a) return false;
    const next = behindKey(buf, at + 1, stop);
    if (next - at > 2 && letter !== 0x6f && !isDigit(buf[at + 2]) && buf[at + 1] !== 0x4d) return false;
    at = next;
  }
  return true;
}

/** A whole line that only memcached has. */
function isWholeLine(buf: Uint8Array, off: number, end: number): boolean {
  const lineFeed = indexOfByte(buf, off, Math.min(end, off + LONGEST_LINE), 0x0a);
  if (lineFeed < off + 4 || buf[lineFeed - 1] !== 0x0d) return false;
  const stop = lineFeed - 1;
  for (let i = 0; i < KEYED.length; i++) if (isKeyed(buf, off, stop, KEYED[i][0], KEYED[i][1])) return true;
  if (startsWith(buf, off, stop, 'STAT pid ')) return behindDigits(buf, off + 9, stop) === stop && stop > off + 9;
  return isMetaCommand(buf, off, stop);
}

/** Bytes of extras of a request by its opcode, protocol_binary.h; -1 = not asked about on other ports. */
// biome-ignore format: a table
const EXTRAS: readonly number[] = [
  0, 8, 8, 8, 0, 20, 20, 0, -1, 0, 0, 0, 0, 0, 0, 0,
  0, 8, 8, 8, 0, 20, 20, 0, -1, 0, 0, 4, 4, 4, 4, 4,
];

/** A request that ends with the payload: no vbucket, no CAS; GET and its kin, DELETE and so on have a key, QUIT, NOOP and VERSION none. */
function isBinaryRequest(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < BINARY_HEAD_BYTES || buf[off] !== 0x80 || buf[off + 1] >= EXTRAS.length) return false;
  const opcode = buf[off + 1];
  const key = u16(buf, off + 2);
  if (buf[off + 4] !== EXTRAS[opcode] || buf[off + 5] !== 0 || u16(buf, off + 6) !== 0 || key > LONGEST_KEY)
    return false;
  const hasNone = opcode === 0x07 || opcode === 0x17 || opcode === 0x0a || opcode === 0x0b;
  if (opcode !== 0x10 && hasNone !== (key === 0)) return false;
  const body = u32(buf, off + 8);
  const hasValue = (opcode & 0x0f) <= 3 && opcode !== 0 && opcode !== 0x10;
  if (!hasValue && !(opcode === 0x0e || opcode === 0x0f || opcode === 0x19) && body !== key + buf[off + 4])
    return false;
  if (body < key + buf[off + 4] || body !== end - off - BINARY_HEAD_BYTES) return false;
  if (u32(buf, off + 16) !== 0 || u32(buf, off + 20) !== 0) return false;
  const from = off + BINARY_HEAD_BYTES + buf[off + 4];
  return isText(buf, from, from + key);
}

export const memcached: Dissector = {
  app: 'memcached',
  over: [6],
  ports: [11211],
  firstBytes: [0x80, 0x81, ...[...'gsarpcditvfmwlVSENDTCHM'].map((letter) => letter.charCodeAt(0))],
  probe({ buf, off, end, sendPort, recvPort }) {
    const own = sendPort === 11211 || recvPort === 11211;
    if (!own)
      return (buf[off] === 0x80 ? isBinaryRequest(buf, off, end) : isWholeLine(buf, off, end))
        ? Verdict.Yes
        : Verdict.No;
    if (buf[off] === 0x80 || buf[off] === 0x81) {
      if (end - off < 24) return Verdict.More;
      return buf[off + 1] <= 0x48 && buf[off + 5] === 0 ? Verdict.Yes : Verdict.No;
    }
    const isMeta = buf[off] === 0x6d && end - off > 4 && META.includes(buf[off + 1]) && buf[off + 2] === 0x20;
    if (isMeta && isText(buf, off, Math.min(end, off + 32))) return Verdict.Yes;
    for (let i = 0; i < LINES.length; i++) if (startsWith(buf, off, end, LINES[i])) return Verdict.Yes;
    return Verdict.No;
  },
};
