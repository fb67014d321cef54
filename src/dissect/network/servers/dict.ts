/** DICT, RFC 2229 §3.1: the banner ends with capabilities and a message id in angle brackets; CLIENT, SHOW, DEFINE, MATCH. */
import { indexOfText, isText, lineEnd, startsWith, startsWithNoCase } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

export const dict: Dissector = {
  app: 'dict',
  over: [6],
  ports: [2628],
  onOwnPortsOnly: true,
  firstBytes: [0x32, 0x43, 0x63, 0x53, 0x73, 0x44, 0x64, 0x4d, 0x6d],
  probe({ buf, off, end }) {
    const stop = lineEnd(buf, off, end);
    if (stop === end || !isText(buf, off, stop)) return Verdict.No;
    if (startsWith(buf, off, stop, '220 '))
      return buf[stop - 1] === 0x3e && indexOfText(buf, off, stop, ' <') > 0 ? Verdict.Yes : Verdict.No;
    return startsWithNoCase(buf, off, stop, 'client ') ||
      startsWithNoCase(buf, off, stop, 'show ') ||
      startsWithNoCase(buf, off, stop, 'define ') ||
      startsWithNoCase(buf, off, stop, 'match ')
      ? Verdict.Yes
      : Verdict.No;
  },
};
