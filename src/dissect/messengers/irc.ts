/**
 * Internet Relay Chat, RFC 2812 §3.1: registration with NICK, USER, PASS or CAP LS; PRIVMSG; the server's ":host NOTICE" or numerics.
 * STARTTLS (ircv3.net, tls-3.1) turns it to TLS.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, isDigit, isText, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { parseLines } from '../lines.ts';

const USER = fact('user');
const CLEAR = fact('credentials.clear');

/** Those that other users' messages are, and those a client or a server sends by themselves. */
const OF_USERS = ['PRIVMSG ', 'JOIN ', 'PART ', 'QUIT ', 'NICK ', 'MODE ', 'TOPIC ', 'KICK ', 'NOTICE '];
const COMMANDS = [
  ...['PASS ', 'PRIVMSG ', 'JOIN #', 'JOIN :#', 'PART #', 'PING ', 'PONG ', 'NOTICE ', 'ERROR :', 'MODE ', 'WHO '],
  ...['WHOIS ', 'PROTOCTL ', 'USERHOST '],
];

function isOneOf(buf: Uint8Array, off: number, end: number, texts: readonly string[]): boolean {
  for (let i = 0; i < texts.length; i++) if (startsWith(buf, off, end, texts[i])) return true;
  return false;
}

export const irc: Dissector = {
  app: 'irc',
  over: [6],
  ports: [6667, 6666, 6668, 6669],
  firstBytes: [0x4e, 0x55, 0x43, 0x3a, 0x50, 0x4a, 0x45, 0x4d, 0x57],
  probe({ buf, off, end, sendPort, recvPort }) {
    const own = (sendPort >= 6660 && sendPort <= 6669) || (recvPort >= 6660 && recvPort <= 6669);
    const stop = indexOfByte(buf, off, Math.min(end, off + 512), 0x0a);
    if (stop < 0) return end - off < 64 && own ? Verdict.More : Verdict.No;
    if (!isText(buf, off, stop)) return Verdict.No;
    if (startsWith(buf, off, end, 'CAP LS') || startsWith(buf, off, end, 'CAP REQ')) return Verdict.Yes;
    if (startsWith(buf, off, end, 'NICK '))
      return own || indexOfText(buf, stop, end, 'USER ') === stop + 1 ? Verdict.Yes : Verdict.No;
    if (startsWith(buf, off, end, 'USER '))
      return own || indexOfText(buf, stop, end, 'NICK ') === stop + 1 ? Verdict.Yes : Verdict.No;
    if (buf[off] === 0x3a) {
      const space = indexOfByte(buf, off, stop, 0x20);
      if (space < 0) return Verdict.No;
      if (startsWith(buf, space, end, ' NOTICE ') || startsWith(buf, space, end, ' 001 ')) return Verdict.Yes;
      if (own && stop - space > 5 && isDigit(buf[space + 1]) && isDigit(buf[space + 2]) && isDigit(buf[space + 3]))
        return buf[space + 4] === 0x20 ? Verdict.Yes : Verdict.No; // a numeric reply, §2.4
      const nick = indexOfByte(buf, off, space, 0x21); // nick!user@host
      return nick > 0 && indexOfByte(buf, nick, space, 0x40) > 0 && isOneOf(buf, space + 1, end, OF_USERS)
        ? Verdict.Yes
        : Verdict.No;
    }
    return own && isOneOf(buf, off, end, COMMANDS) ? Verdict.Yes : Verdict.No;
  },
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc }, _facts, at, stop) => {
      if (!fromSrc) return buf[at] !== 0x3a || !isWelcome(buf, at, stop);
      if (startsWith(buf, at, stop, 'NICK ')) facts.text(USER, buf, at + 5, stop);
      else if (startsWith(buf, at, stop, 'PASS ') || startsWith(buf, at, stop, 'AUTHENTICATE PLAIN'))
        facts.flag(CLEAR, true);
      return !isOneOf(buf, at, stop, ['JOIN ', 'PRIVMSG ', 'PONG ', 'PING ']);
    }),
};

/** ":host 001 …": who registers has done so. */
function isWelcome(buf: Uint8Array, off: number, end: number): boolean {
  const space = indexOfByte(buf, off, end, 0x20);
  return space > 0 && startsWith(buf, space, end, ' 001 ');
}
