/** IMAP4rev1 and rev2, RFC 9051: the server greets with "* OK", "* PREAUTH" or "* BYE"; commands carry a tag. After STARTTLS it is imaps. */
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { argument, hasWord } from '../greeting.ts';
import { parseLines } from '../lines.ts';
import { continueSasl, startSasl } from './sasl.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const CLEAR = fact('credentials.clear');
const PORT = 143;
const LONGEST_TAG = 12;
const STAR = 0x2a;
const QUOTE = 0x22;
const LITERAL = 0x7b; // {length}, and the text in the next line, RFC 9051 §4.3

/** Behind the tag of a command line; -1 when there is none. */
function command(buf: Uint8Array, off: number, end: number): number {
  for (let at = off; at < end && at - off <= LONGEST_TAG; at++) {
    const byte = buf[at];
    if (byte === 0x20) return at > off ? at + 1 : -1;
    const letter =
      (byte >= 0x30 && byte <= 0x39) ||
      (byte >= 0x41 && byte <= 0x5a) ||
      (byte >= 0x61 && byte <= 0x7a) ||
      byte === 0x2e;
    if (!letter) return -1;
  }
  return -1;
}

/** Text of the first "* OK", behind its response code in brackets (RFC 9051 §7.1). */
function writeGreeting(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const bracket = off < end && buf[off] === 0x5b ? indexOfByte(buf, off, end, 0x5d) : -1;
  const from = bracket < 0 ? off : bracket + 2;
  if (from < end) facts.text(SERVER, buf, from, end);
}

const COMMANDS = ['CAPABILITY', 'LOGIN', 'STARTTLS', 'AUTHENTICATE', 'ID', 'NOOP', 'SELECT', 'LOGOUT'];

export const imap: Dissector = {
  app: 'imap',
  over: [6],
  ports: [PORT],
  firstBytes: [
    STAR,
    ...Array.from({ length: 26 }, (_, i) => 0x41 + i),
    ...Array.from({ length: 26 }, (_, i) => 0x61 + i),
    ...Array.from({ length: 10 }, (_, i) => 0x30 + i),
  ],
  probe({ buf, off, end, sendPort, recvPort }) {
    const own = sendPort === PORT || recvPort === PORT;
    if (buf[off] === STAR) {
      const greets =
        startsWith(buf, off, end, '* OK') ||
        startsWith(buf, off, end, '* PREAUTH') ||
        startsWith(buf, off, end, '* BYE') ||
        startsWith(buf, off, end, '* CAPABILITY');
      return greets && (own || hasWord(buf, off, end, 'IMAP')) ? Verdict.Yes : Verdict.No;
    }
    if (!own) return Verdict.No;
    const at = command(buf, off, end);
    return at > 0 && COMMANDS.some((word) => hasWord(buf, at, Math.min(end, at + word.length), word))
      ? Verdict.Yes
      : Verdict.No;
  },
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc }, _facts, at, stop) => {
      if (startsWith(buf, at, stop, '* OK') && !facts.has(SERVER)) writeGreeting(buf, at + 5, stop, facts);
      if (fromSrc && continueSasl(payload, at, stop, facts)) return true;
      const word = !fromSrc || buf[at] === STAR ? -1 : command(buf, at, stop);
      if (word < 0) return true;
      if (startsWithNoCase(buf, word, stop, 'starttls')) facts.become('imaps');
      const login = argument(buf, word, stop, 'LOGIN');
      if (login > 0) {
        const from = buf[login] === QUOTE ? login + 1 : login;
        let to = from;
        while (to < stop && buf[to] !== 0x20 && buf[to] !== QUOTE) to++;
        if (buf[from] !== LITERAL) facts.text(USER, buf, from, to);
        facts.flag(CLEAR, true);
      } else if (startsWithNoCase(buf, word, stop, 'authenticate ')) startSasl(payload, word + 13, stop, facts);
      else if (startsWithNoCase(buf, word, stop, 'select') || startsWithNoCase(buf, word, stop, 'list')) return false;
      return true;
    }),
};
