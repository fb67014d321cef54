/** Internet Content Adaptation Protocol, RFC 3507 §4.3: requests and answers as those of HTTP, with ICAP/1.0. */
import { fact } from '#fields/table.ts';
import { headerValue, lineEnd } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress } from '../dissector.ts';
import { opening } from '../opening.ts';

const HOST = fact('host');
const SERVER = fact('software.server');

export const icap: Dissector = {
  ...opening('icap', [6], [1344], ['REQMOD icap', 'RESPMOD icap', 'OPTIONS icap', 'ICAP/1.0 ']),
  parse({ buf, off, end, fromSrc }, facts) {
    const value = headerValue(buf, off, end, fromSrc ? 'host:' : 'server:');
    if (value > 0) facts.text(fromSrc ? HOST : SERVER, buf, value, lineEnd(buf, value, end));
    return Progress.Other;
  },
};
