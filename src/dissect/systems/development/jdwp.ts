/** Java Debug Wire Protocol: the handshake "JDWP-Handshake". */
import { opening } from '../../opening.ts';

export const jdwp = opening('jdwp', [6], [5005, 8000], ['JDWP-Handshake']);
