/** STOMP 1.0 to 1.2: command line CONNECT, STOMP or CONNECTED and a header line. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const stomp: Dissector = opening(
  'stomp',
  [6],
  [61613],
  ['STOMP\naccept-version:', 'CONNECT\naccept-version:', 'CONNECT\nlogin:', 'CONNECTED\nversion:'],
);
