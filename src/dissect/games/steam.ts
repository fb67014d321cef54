/** Steam in-home streaming discovery (FFFFFFFF 214C5FA0) and connection manager "VS01" datagrams. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const steam: Dissector = opening('steam', [17], [27036], ['\xff\xff\xff\xff\x21\x4c\x5f\xa0', 'VS01']);
