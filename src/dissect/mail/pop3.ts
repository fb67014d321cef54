/** POP3, RFC 1939: the server greets with "+OK". After STLS (RFC 2595 §4) it is pop3s. */
import { fact } from '#fields/table.ts';
import { startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { argument, hasWord } from '../greeting.ts';
import { parseLines } from '../lines.ts';
import { continueSasl, startSasl } from './sasl.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const CLEAR = fact('credentials.clear');
const PORT = 110;
const COMMANDS = ['USER ', 'CAPA', 'STLS', 'AUTH', 'APOP ', 'QUIT'];

export const pop3: Dissector = {
  app: 'pop3',
  over: [6],
  ports: [PORT],
  firstBytes: [0x2b, 0x2d, 0x55, 0x43, 0x53, 0x41, 0x51, 0x75, 0x63, 0x73, 0x61, 0x71],
  probe({ buf, off, end, sendPort, recvPort }) {
    const own = sendPort === PORT || recvPort === PORT;
    if (startsWith(buf, off, end, '+OK')) return own || hasWord(buf, off, end, 'POP') ? Verdict.Yes : Verdict.No;
    if (!own) return Verdict.No;
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
