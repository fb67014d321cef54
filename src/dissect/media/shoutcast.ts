/** SHOUTcast and Icecast replies: "ICY 200 OK". */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const shoutcast: Dissector = opening('shoutcast', [6], [8000], ['ICY 200 OK']);
