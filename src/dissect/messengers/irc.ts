/** Internet Relay Chat, RFC 2812 §3.1: registration with NICK, USER, PASS or CAP LS; PRIVMSG; the server's ":host NOTICE" or numerics. */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, isText, lineEnd, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const USER = fact('user');

export const irc: Dissector = {
  app: 'irc',
  over: [6],
  ports: [6667, 6666, 6668, 6669],
  firstBytes: [0x4e, 0x55, 0x43, 0x3a, 0x50],
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
      return space > 0 && (startsWith(buf, space, end, ' NOTICE ') || startsWith(buf, space, end, ' 001 '))
        ? Verdict.Yes
        : Verdict.No;
    }
    if (own && startsWith(buf, off, end, 'PRIVMSG '))
      return indexOfText(buf, off, stop, ' :') > 0 ? Verdict.Yes : Verdict.No;
    return own && startsWith(buf, off, end, 'PASS ') ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    const nick = indexOfText(buf, off, end, 'NICK ');
    if (nick >= 0) facts.text(USER, buf, nick + 5, lineEnd(buf, nick, end));
    return Progress.Done;
  },
};
