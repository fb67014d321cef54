/** Amanda: "Amanda 2.4 REQ HANDLE …" (Amanda protocol, protocol.c's grammar). */
import { opening } from '../../opening.ts';

export const amanda = opening('amanda', [17, 6], [10080], ['Amanda 2.', 'Amanda 3.']);
