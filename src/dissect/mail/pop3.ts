/**
 * POP3, RFC 1939: the server greets with "+OK". After STLS (RFC 2595 §4) it is pop3s. On other ports a command that no other protocol
 * has tells it (CAPA of RFC 2449, STLS, APOP with a digest), or the answer to CAPA.
 */
import { fact } from '#fields/table.ts';
import { isDigit, lineEnd, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { argument, hasWord } from '../greeting.ts';
import { parseLines } from '../lines.ts';
import { continueSasl, startSasl } from './sasl.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const CLEAR = fact('credentials.clear');
const PORT = 110;
const CAPABILITIES = ['CAPA\r\n', 'TOP\r\n', 'UIDL\r\n', 'RESP-CODES\r\n', 'STLS\r\n'];
const COMMANDS = ['USER ', 'CAPA', 'STLS', 'AUTH', 'APOP ', 'QUIT'];

const DIGEST_DIGITS = 32;

/** The line at off is CAPA or STLS, or APOP NAME and 32 digits of MD5; or CAPA's answer, "+OK…" and a capability of POP3 below it. */
function isOfPop3Alone(buf: Uint8Array, off: number, end: number): boolean {
  const stop = lineEnd(buf, off, end);
  if (stop === end || buf[stop] !== 0x0d) return false;
  if (stop - off === 4) return startsWithNoCase(buf, off, end, 'capa') || startsWithNoCase(buf, off, end, 'stls');
  const digest = stop - DIGEST_DIGITS;
  if (argument(buf, off, stop, 'APOP') > 0 && digest > off + 6 && buf[digest - 1] === 0x20) {
    for (let at = digest; at < stop; at++) if (!isDigit(buf[at]) && (buf[at] < 0x61 || buf[at] > 0x66)) return false;
    return true;
  }
  if (!startsWith(buf, off, stop, '+OK')) return false;
  return CAPABILITIES.some((word) => startsWith(buf, stop + 2, end, word));
}

export const pop3: Dissector = {
  app: 'pop3',
  over: [6],
  ports: [PORT],
  firstBytes: [0x2b, 0x2d, 0x55, 0x43, 0x53, 0x41, 0x51, 0x75, 0x63, 0x73, 0x61, 0x71],
  probe({ buf, off, end, sendPort, recvPort }) {
    const own = sendPort === PORT || recvPort === PORT;
    if (startsWith(buf, off, end, '+OK') && (own || hasWord(buf, off, end, 'POP'))) return Verdict.Yes;
    if (!own) return isOfPop3Alone(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (startsWith(buf, off, end, '-ERR')) return Verdict.Yes;
    return COMMANDS.some((word) => hasWord(buf, off, Math.min(end, off + word.length), word))
      ? Verdict.Yes
      : Verdict.No;
  },
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc }, _facts, at, stop) => {
      if (!fromSrc) {
        if (startsWith(buf, at, stop, '+OK ') && !facts.has(SERVER)) facts.text(SERVER, buf, at + 4, stop);
        return true;
      }
      if (continueSasl(payload, at, stop, facts)) return true;
      if (startsWithNoCase(buf, at, stop, 'stls')) facts.become('pop3s');
      else if (startsWithNoCase(buf, at, stop, 'pass ')) facts.flag(CLEAR, true);
      else if (startsWithNoCase(buf, at, stop, 'auth ')) startSasl(payload, at + 5, stop, facts);
      else if (startsWithNoCase(buf, at, stop, 'stat') || startsWithNoCase(buf, at, stop, 'list')) return false;
      let user = argument(buf, at, stop, 'USER');
      if (user < 0) user = argument(buf, at, stop, 'APOP');
      if (user < 0) return true;
      let to = user;
      while (to < stop && buf[to] !== 0x20) to++;
      facts.text(USER, buf, user, to);
      return true;
    }),
};
