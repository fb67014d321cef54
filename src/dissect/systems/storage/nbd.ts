/** Network Block Device, NBD proto.md: the server greets "NBDMAGIC" and "IHAVEOPT" or the magic of the old handshake. */
import { opening } from '../../opening.ts';

export const nbd = opening('nbd', [6], [10809], ['NBDMAGIC']);
