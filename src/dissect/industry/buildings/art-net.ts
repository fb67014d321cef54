/** Art-Net 4: "Art-Net", a zero, then the opcode. */
import { opening } from '../../opening.ts';

export const artNet = opening('art-net', [17], [6454], ['Art-Net\0']);
