/** IMAP4rev1 and rev2, RFC 9051: the server greets with "* OK", "* PREAUTH" or "* BYE"; commands carry a tag. After STARTTLS it is imaps. */
import { fact } from '#fields/table.ts';
import { lineEnd, startsWith } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';
import { argument, hasWord, nextLine } from './greeting.ts';
import { parseStartTls } from './tls.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const PORT = 143;
const TLS_HANDSHAKE = 0x16; // behind the line that asks for it
const LONGEST_TAG = 12;
const STAR = 0x2a;
const QUOTE = 0x22;

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
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    for (let at = off; at >= 0 && at < end; at = nextLine(buf, at, end)) {
      if (buf[at] === TLS_HANDSHAKE) return parseStartTls(payload, at, facts);
      const stop = lineEnd(buf, at, end);
      if (startsWith(buf, at, stop, '* OK') && !facts.has(SERVER) && stop > at + 5)
        facts.text(SERVER, buf, at + 5, stop);
      if (!fromSrc || buf[at] === STAR) continue;
      const word = command(buf, at, stop);
      if (word < 0) continue;
      if (hasWord(buf, word, Math.min(stop, word + 8), 'STARTTLS')) {
        facts.become('imaps');
        continue;
      }
      const login = argument(buf, word, stop, 'LOGIN');
      if (login > 0) {
        const from = buf[login] === QUOTE ? login + 1 : login;
        let to = from;
        while (to < stop && buf[to] !== 0x20 && buf[to] !== QUOTE) to++;
        facts.text(USER, buf, from, to);
        return Progress.Done;
      }
      if (argument(buf, word, stop, 'AUTHENTICATE') > 0) return Progress.Done;
    }
    return Progress.More;
  },
};
