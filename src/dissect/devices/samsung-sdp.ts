/** Discovery of Samsung's televisions and loudspeakers: SEARCH BSDP/0.1 to port 15600. */
import { opening } from '../opening.ts';

export const samsungSdp = opening('samsung-sdp', [17], [15600], ['SEARCH BSDP/']);
