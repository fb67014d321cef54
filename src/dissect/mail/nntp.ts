/** Network News Transfer Protocol, RFC 3977 §5.1: the server greets with 200 or 201 on port 119. */
import { fact } from '#fields/table.ts';
import { indexOfText, lineEnd, startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const CLIENT = fact('software.client');
const SERVER = fact('software.server');

export const nntp: Dissector = {
  app: 'nntp',
  over: [6],
  ports: [119],
  firstBytes: [0x32],
  probe({ buf, off, end, sendPort }) {
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
