/** Avast antivirus updates and reputation ("NOSA", length, type). */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';

export const avast: Dissector = opening('avast', [6], [], ['NOSA\0']);
