/** libp2p: multistream-select 1.0.0, the line behind its length. */
import { opening } from '../../opening.ts';

export const libp2p = opening('libp2p', [6], [4001], ['\x13/multistream/1.0.0\n']);
