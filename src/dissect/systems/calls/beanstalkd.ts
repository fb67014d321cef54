/** beanstalkd, protocol.txt: commands and answers a line each. */
import { isText, lineEnd, startsWith } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const WORDS = [
  'put ',
  'reserve\r\n',
  'reserve-with-timeout ',
  'use ',
  'watch ',
  'ignore ',
  'delete ',
  'INSERTED ',
  'USING ',
  'WATCHING ',
  'RESERVED ',
  'DELETED\r\n',
  'stats',
  'list-tube',
  'OK ',
  'peek',
];

export const beanstalkd: Dissector = {
  app: 'beanstalkd',
  over: [6],
  ports: [11300],
  onOwnPortsOnly: true,
  probe({ buf, off, end }) {
    return WORDS.some((word) => startsWith(buf, off, end, word)) && isText(buf, off, lineEnd(buf, off, end))
      ? Verdict.Yes
      : Verdict.No;
  },
};
