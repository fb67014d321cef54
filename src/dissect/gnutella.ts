/** Gnutella 0.6 handshake and the UDP messages of Gnutella 2 (GND) and of LimeWire. */
import type { Dissector } from './dissector.ts';
import { opening } from './opening.ts';

export const gnutella: Dissector = opening(
  'gnutella',
  [6, 17],
  [6346, 6347],
  ['GNUTELLA CONNECT/', 'GNUTELLA/0.', 'GND\x10', 'GND\x01', 'GND\x02'],
);
