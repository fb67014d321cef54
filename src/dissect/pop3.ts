/** POP3, RFC 1939: the server greets with "+OK". After STLS (RFC 2595 §4) it is pop3s. */
import { fact } from '#fields/table.ts';
import { lineEnd, startsWith } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';
import { argument, hasWord, nextLine } from './greeting.ts';
import { parseStartTls } from './tls.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const PORT = 110;
const TLS_HANDSHAKE = 0x16; // behind the line that asks for it
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
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    for (let at = off; at >= 0 && at < end; at = nextLine(buf, at, end)) {
      if (buf[at] === TLS_HANDSHAKE) return parseStartTls(payload, at, facts);
      const stop = lineEnd(buf, at, end);
      if (!fromSrc) {
        if (startsWith(buf, at, end, '+OK ') && !facts.has(SERVER)) facts.text(SERVER, buf, at + 4, stop);
        if (facts.has(USER)) return Progress.Done;
        continue;
      }
      if (hasWord(buf, at, Math.min(stop, at + 4), 'STLS')) {
        facts.become('pop3s');
        continue;
      }
      let user = argument(buf, at, stop, 'USER');
      if (user < 0) user = argument(buf, at, stop, 'APOP');
      if (user < 0) continue;
      let to = user;
      while (to < stop && buf[to] !== 0x20) to++;
      facts.text(USER, buf, user, to);
      return Progress.Done;
    }
    return Progress.More;
  },
};
