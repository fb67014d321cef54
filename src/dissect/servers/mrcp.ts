/** Media Resource Control Protocol 2, RFC 6787 §5: "MRCP/2.0", length of the message, then method or request number. */
import { opening } from '../opening.ts';

export const mrcp = opening('mrcp', [6], [1544], ['MRCP/2.0 ']);
