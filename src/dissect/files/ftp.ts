/** FTP control, RFC 959: the server greets with 220, the client names its USER. After AUTH TLS (RFC 4217) it is ftps. */

import { fact } from '#fields/table.ts';
import { startsWithNoCase } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { argument, hasWord, replyCode } from '../greeting.ts';
import { parseLines } from '../lines.ts';
import { announceFtp } from './announce-ftp.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const FILE = fact('ftp.file');
const CLEAR = fact('credentials.clear');
const PORT = 21;
const COMMANDS = [
  'USER ',
  'AUTH TLS',
  'AUTH SSL',
  'FEAT',
  'SYST',
  'PASV',
  'EPSV',
  'PORT ',
  'EPRT ',
  'QUIT',
  'NOOP',
  'SIZE ',
  'MDTM ',
  'PBSZ ',
  'PROT ',
  'RETR ',
  'STOR ',
  'LIST',
  'CWD ',
  'PASS ',
  'OPTS ',
  'TYPE ',
];

const user = new Uint8Array(16);

/** Whoever says so is let in without a secret, RFC 1635. */
function isAnonymous(facts: Facts): boolean {
  const bytes = facts.read(USER, user);
  return startsWithNoCase(user, 0, bytes, 'anonymous') || (bytes === 3 && startsWithNoCase(user, 0, bytes, 'ftp'));
}

export const ftp: Dissector = {
  app: 'ftp',
  announces: announceFtp,
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
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc }, _facts, at, stop) => {
      if (!fromSrc) {
        const code = replyCode(buf, at, stop);
        if (code === 220 && !facts.has(SERVER)) facts.text(SERVER, buf, at + 4, stop);
        else if (code === 234) facts.become('ftps');
        return true;
      }
      const user = argument(buf, at, stop, 'USER');
      if (user > 0) facts.text(USER, buf, user, stop);
      else if (startsWithNoCase(buf, at, stop, 'pass ')) {
        if (!isAnonymous(facts)) facts.flag(CLEAR, true);
      } else if (startsWithNoCase(buf, at, stop, 'auth tls') || startsWithNoCase(buf, at, stop, 'auth ssl'))
        facts.become('ftps');
      else {
        let file = argument(buf, at, stop, 'RETR');
        if (file < 0) file = argument(buf, at, stop, 'STOR');
        if (file > 0 && !facts.has(FILE)) facts.text(FILE, buf, file, stop);
      }
      return true;
    }),
};
