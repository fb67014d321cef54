/** Kismet server protocol: "*KISMET: " greeting. */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';

export const kismet: Dissector = opening('kismet', [6], [2501], ['*KISMET: ', '*SERVER: ']);
