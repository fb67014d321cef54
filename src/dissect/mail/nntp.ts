/**
 * Network News Transfer Protocol, RFC 3977 §5.1: the server greets with 200 or 201 on port 119; commands of §5, RFC 4643, and
 * STARTTLS (RFC 4642).
 */
import { fact } from '#fields/table.ts';
import { indexOfText, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { parseLines } from '../lines.ts';

const SERVER = fact('software.server');
const USER = fact('user');
const CLEAR = fact('credentials.clear');

const COMMANDS = [
  ...[
    'mode reader',
    'mode stream',
    'capabilities',
    'group ',
    'authinfo ',
    'list',
    'xover ',
    'article ',
    'ihave ',
    'head ',
  ],
];

export const nntp: Dissector = {
  app: 'nntp',
  over: [6],
  ports: [119],
  firstBytes: [0x32, ...[...'MCGALXHI'].map((letter) => letter.charCodeAt(0))],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (recvPort === 119 || recvPort === 433) {
      for (let i = 0; i < COMMANDS.length; i++) if (startsWithNoCase(buf, off, end, COMMANDS[i])) return Verdict.Yes;
      return Verdict.No;
    }
    if (sendPort !== 119 && sendPort !== 433)
      return startsWith(buf, off, end, '200 ') && indexOfText(buf, off, Math.min(end, off + 128), 'NNTP') > 0
        ? Verdict.Yes
        : Verdict.No;
    return startsWith(buf, off, end, '200 ') || startsWith(buf, off, end, '201 ') ? Verdict.Yes : Verdict.No;
  },
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc }, _facts, at, stop) => {
      if (!fromSrc) {
        if (startsWith(buf, at, stop, '20') && !facts.has(SERVER) && stop - at > 4)
          facts.text(SERVER, buf, at + 4, stop);
        return true;
      }
      if (startsWithNoCase(buf, at, stop, 'authinfo user ')) facts.text(USER, buf, at + 14, stop);
      else if (startsWithNoCase(buf, at, stop, 'authinfo pass ')) facts.flag(CLEAR, true);
      return !startsWithNoCase(buf, at, stop, 'group ') && !startsWithNoCase(buf, at, stop, 'article ');
    }),
};
