/** World of Kung Fu: the first segment of 16 bytes (observed). */
import { opening } from '../opening.ts';

export const worldOfKungFu = opening('world-of-kung-fu', [6], [], ['\x0c\0\0\0\xd2\0\x0c\0\x16\0\0\0\0\0\0\0']);
