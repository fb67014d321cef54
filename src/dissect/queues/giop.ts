/** CORBA General Inter-ORB Protocol, OMG CORBA part 2 §9.4.1, and MIOP over UDP. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const giop: Dissector = opening('giop', [6, 17], [], ['GIOP\x01', 'MIOP\x10']);
