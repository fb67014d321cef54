/** FTP control, RFC 959: the server greets with 220, the client names its USER. After AUTH TLS (RFC 4217) it is ftps. */
import { fact } from '#fields/table.ts';
import { lineEnd } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';
import { argument, hasWord, nextLine, replyCode } from './greeting.ts';
import { parseStartTls } from './tls.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const PORT = 21;
const TLS_HANDSHAKE = 0x16; // behind the line that asks for it
const COMMANDS = [
  'USER ',
  'AUTH TLS',
  'AUTH SSL',
  'FEAT',
  'SYST',
  'PASV',
  'EPSV',
  'PORT ',
  'RETR ',
  'STOR ',
  'LIST',
  'CWD ',
  'PASS ',
  'OPTS ',
  'TYPE ',
];

export const ftp: Dissector = {
  app: 'ftp',
  over: [6],
  ports: [PORT],
  firstBytes: [
    ...new Set([
      0x31,
      0x32,
      0x33,
      0x34,
      0x35,
      ...COMMANDS.flatMap((word) => [word.charCodeAt(0), word.charCodeAt(0) | 0x20]),
    ]),
  ],
  probe({ buf, off, end, sendPort, recvPort }) {
    const code = replyCode(buf, off, end);
    if (code !== 0) {
      if (sendPort === PORT) return Verdict.Yes;
      return code === 220 && hasWord(buf, off, end, 'FTP') && !hasWord(buf, off, end, 'SMTP')
        ? Verdict.Yes
        : Verdict.No;
    }
    return recvPort === PORT && COMMANDS.some((word) => hasWord(buf, off, Math.min(end, off + word.length), word))
      ? Verdict.Yes
      : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    for (let at = off; at >= 0 && at < end; at = nextLine(buf, at, end)) {
      if (buf[at] === TLS_HANDSHAKE) return parseStartTls(payload, at, facts);
      const stop = lineEnd(buf, at, end);
      const code = replyCode(buf, at, end);
      if (code === 220 && !facts.has(SERVER)) {
        if (stop > at + 4) facts.text(SERVER, buf, at + 4, stop);
      } else if (code === 234) facts.become('ftps');
      else if (code === 230) return Progress.Done;
      if (!fromSrc) continue;
      const user = argument(buf, at, stop, 'USER');
      if (user > 0) facts.text(USER, buf, user, stop);
      if (hasWord(buf, at, Math.min(stop, at + 8), 'AUTH TLS') || hasWord(buf, at, Math.min(stop, at + 8), 'AUTH SSL'))
        facts.become('ftps');
    }
    return Progress.More;
  },
};
