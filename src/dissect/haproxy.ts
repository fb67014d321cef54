/** PROXY protocol of HAProxy, version 1 and 2 (haproxy.org proxy-protocol.txt §2). */
import type { Dissector } from './dissector.ts';
import { opening } from './opening.ts';

export const haproxy: Dissector = opening(
  'haproxy',
  [6],
  [],
  ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN', '\r\n\r\n\0\r\nQUIT\n'],
);
