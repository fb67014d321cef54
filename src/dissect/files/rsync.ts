/** rsync daemon: both sides greet with "@RSYNCD: " and the protocol version. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const rsync: Dissector = opening('rsync', [6], [873], ['@RSYNCD: ']);
