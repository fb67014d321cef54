/**
 * Redis serialization protocol (RESP2, RESP3): arrays of bulk strings from the client, typed replies from the server. Of AUTH and HELLO the
 * user is kept, never the password; of INFO and HELLO the server's version.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, isDigit, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const USER = fact('user');
const DATABASE = fact('database');
const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const CLEAR = fact('credentials.clear');
const MOST_WORDS = 8;
const LONGEST_WORD = 512;
const LONGEST_WAITED = 4096;

/** Behind "<mark><digits>\r\n" at off, 0 when it is cut off, -1 when it is something else. */
function behindCount(buf: Uint8Array, off: number, end: number, mark: number): number {
  if (off >= end) return 0;
  if (buf[off] !== mark) return -1;
  let at = off + 1;
  while (at < end && at - off < 9 && isDigit(buf[at])) at++;
  if (at === off + 1) return at >= end ? 0 : startsWith(buf, at, end, '-1\r\n') ? at + 4 : -1; // none
  if (end - at < 2) return at >= end || buf[at] === 0x0d ? 0 : -1;
  return buf[at] === 0x0d && buf[at + 1] === 0x0a ? at + 2 : -1;
}

/** Replies with a number behind their mark: integers, and of RESP3 maps, sets, attributes, pushes, texts. */
const COUNTED = [0x3a, 0x25, 0x7e, 0x7c, 0x3e, 0x3d];

/** Short answers, and commands as one types them ("inline commands"); in lower case here. */
const ON_OWN_PORTS = [
  ...['+ok\r\n', '-err ', '-wrongtype ', '-wrongpass ', '-moved ', '-ask ', '-loading ', '-readonly ', '-noscript '],
  ...['ping\r\n', 'info\r\n', 'auth ', 'quit\r\n', 'monitor\r\n', 'client ', 'config get ', 'select ', 'command\r\n'],
];
const isOwn = (port: number): boolean => port === 6379 || port === 6380 || port === 16379 || port === 26379;

export const redis: Dissector = {
  app: 'redis',
  over: [6],
  ports: [6379, 6380, 16379, 26379],
  firstBytes: [0x2a, 0x2b, 0x2d, 0x24, ...COUNTED, ...[...'paqmicsPAQMICS'].map((letter) => letter.charCodeAt(0))],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] === 0x2a) {
      const first = behindCount(buf, off, end, 0x2a);
      const text = first > 0 ? behindCount(buf, first, end, 0x24) : first;
      return text > 0 ? Verdict.Yes : text === 0 ? Verdict.More : Verdict.No;
    }
    if (
      startsWith(buf, off, end, '+PONG\r\n') ||
      startsWith(buf, off, end, '-NOAUTH ') ||
      startsWith(buf, off, end, '-DENIED Redis')
    )
      return Verdict.Yes;
    const served = isOwn(sendPort);
    if (served && (COUNTED.includes(buf[off]) || buf[off] === 0x24))
      return behindCount(buf, off, end, buf[off]) > 0 ? Verdict.Yes : Verdict.No;
    if (served || isOwn(recvPort))
      for (let i = 0; i < ON_OWN_PORTS.length; i++)
        if (startsWithNoCase(buf, off, end, ON_OWN_PORTS[i])) return Verdict.Yes;
    return Verdict.No;
  },
  parse(payload, facts) {
    const { buf, end, fromSrc, wireLength, off } = payload;
    if (!fromSrc) {
      readVersion(buf, off, end, facts);
      payload.off = end;
      return Progress.Next;
    }
    while (payload.off < end) {
      const next = readWords(buf, payload.off, end);
      if (next < 0) return Progress.Other; // a value under way, or nothing of ours: where the next command begins is not known
      if (next === 0)
        return wireLength > end - off || end - payload.off > LONGEST_WAITED ? Progress.Other : Progress.Next;
      interpret(buf, facts);
      payload.off = next;
    }
    return Progress.Next;
  },
};

// the words of the command that was read last
const from = new Int32Array(MOST_WORDS);
const to = new Int32Array(MOST_WORDS);
let words = 0;

/** Reads an array of texts, or a line as one types it; where the next begins, 0 = not whole yet, -1 = none, or with a long value. */
function readWords(buf: Uint8Array, off: number, end: number): number {
  words = 0;
  if (buf[off] !== 0x2a) {
    const line = indexOfByte(buf, off, Math.min(end, off + LONGEST_WORD), 0x0a);
    if (line < 0) return end - off < LONGEST_WORD ? 0 : -1;
    for (let at = off; at < line && words < MOST_WORDS; ) {
      const blank = indexOfByte(buf, at, line, 0x20);
      const stop = blank < 0 ? (buf[line - 1] === 0x0d ? line - 1 : line) : blank;
      from[words] = at;
      to[words++] = stop;
      at = blank < 0 ? line : blank + 1;
    }
    return line + 1;
  }
  let at = behindCount(buf, off, end, 0x2a);
  if (at <= 0) return at;
  const count = numberAt(buf, off + 1);
  for (let n = 0; n < count; n++) {
    const text = behindCount(buf, at, end, 0x24);
    if (text <= 0) return text;
    const length = numberAt(buf, at + 1);
    if (length > LONGEST_WORD) return -1;
    if (text + length + 2 > end) return 0;
    if (words < MOST_WORDS) {
      from[words] = text;
      to[words++] = text + length;
    }
    at = text + length + 2;
  }
  return at;
}

function numberAt(buf: Uint8Array, off: number): number {
  let value = 0;
  for (let at = off; isDigit(buf[at]!); at++) value = value * 10 + buf[at]! - 48;
  return value;
}

const isWord = (buf: Uint8Array, n: number, word: string): boolean =>
  n < words && to[n]! - from[n]! === word.length && startsWithNoCase(buf, from[n]!, to[n]!, word);

/** AUTH [user] password, HELLO version [AUTH user password], CLIENT SETINFO LIB-NAME name, SELECT number. */
function interpret(buf: Uint8Array, facts: Facts): void {
  if (isWord(buf, 0, 'auth') && words > 1) writeLogin(buf, words > 2 ? 1 : -1, facts);
  else if (isWord(buf, 0, 'hello') && isWord(buf, 2, 'auth') && words > 4) writeLogin(buf, 3, facts);
  else if (isWord(buf, 0, 'client') && isWord(buf, 1, 'setinfo') && isWord(buf, 2, 'lib-name') && words > 3)
    facts.text(CLIENT, buf, from[3]!, to[3]!);
  else if (isWord(buf, 0, 'select') && words === 2) facts.text(DATABASE, buf, from[1]!, to[1]!);
}

function writeLogin(buf: Uint8Array, user: number, facts: Facts): void {
  facts.flag(CLEAR, true);
  if (user > 0) facts.text(USER, buf, from[user]!, to[user]!);
}

const INFO = 'redis_version:';
const HELLO = '$7\r\nversion\r\n$';

function readVersion(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (facts.has(SERVER) || (buf[off] !== 0x24 && buf[off] !== 0x2a && buf[off] !== 0x25 && buf[off] !== 0x3d)) return;
  const stop = Math.min(end, off + LONGEST_WORD);
  const info = indexOfText(buf, off, stop, INFO);
  const hello = info < 0 ? indexOfText(buf, off, stop, HELLO) : -1;
  const at = info >= 0 ? info + INFO.length : hello >= 0 ? indexOfByte(buf, hello + HELLO.length, stop, 0x0a) + 1 : 0;
  const line = at > 0 ? indexOfByte(buf, at, stop, 0x0d) : -1;
  if (line > at)
    facts.word(SERVER, `Redis ${Buffer.from(buf.buffer, buf.byteOffset + at, line - at).toString('latin1')}`);
}
