/** Vhua: datagrams that begin 05 14 3A 05 08 F8 A1 B1 03 (observed). */
import { opening } from '../opening.ts';

export const vhua = opening('vhua', [17], [58267], ['\x05\x14\x3a\x05\x08\xf8\xa1\xb1\x03']);
