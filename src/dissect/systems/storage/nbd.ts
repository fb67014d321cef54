/**
 * Network Block Device, NBD proto.md: the server greets "NBDMAGIC" and "IHAVEOPT" or the magic of the old handshake; then TLS where NBD_OPT_STARTTLS
 * was asked for.
 */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';
import { parseUntilTls } from '../../web/tls-stream.ts';

export const nbd: Dissector = { ...opening('nbd', [6], [10809], ['NBDMAGIC']), parse: parseUntilTls };
