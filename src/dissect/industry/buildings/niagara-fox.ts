/** Niagara Fox (Tridium): text frames "fox a 1 -1 fox hello". */
import { opening } from '../../opening.ts';

export const niagaraFox = opening('niagara-fox', [6], [1911, 4911], ['fox a ', 'fox s ', 'fox r ']);
