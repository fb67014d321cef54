/** Printer Job Language (HP): the universal exit "ESC%-12345X". */
import { opening } from '../../opening.ts';

export const pjl = opening('pjl', [6], [9100], ['\x1b%-12345X']);
