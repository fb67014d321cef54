/** appleJuice clients greet "ajprot" and a line end. */
import { opening } from '../opening.ts';

export const applejuice = opening('applejuice', [6], [9850], ['ajprot\r\n']);
