/** Network News Transfer Protocol, RFC 3977 §5.1: the server greets with 200 or 201 on port 119; commands of §5 and RFC 4643. */
import { fact } from '#fields/table.ts';
import { indexOfText, lineEnd, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const CLIENT = fact('software.client');
const SERVER = fact('software.server');

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
  parse({ buf, off, end, fromSrc }, facts) {
    if (buf[off] === 0x32) facts.text(fromSrc ? CLIENT : SERVER, buf, off + 4, lineEnd(buf, off, end));
    return Progress.Done;
  },
};
