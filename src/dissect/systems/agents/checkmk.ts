/** Checkmk agent output: sections in triple angle brackets. */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';

export const checkmk: Dissector = opening('checkmk', [6], [6556], ['<<<check_mk>>>', '<<<<>>>>\n<<<check_mk']);
