/** Virtual Tunnel (vtund): the server's greeting. */
import { opening } from '../../opening.ts';

export const vtun = opening('vtun', [6], [], ['VTUN server ver ']);
