/** StealthNet (RShare): the banner of its protocol. */
import { opening } from '../opening.ts';

export const stealthnet = opening('stealthnet', [6], [6097], ["LARS REGENSBURGER'S FILE SHARING PROTOCOL"]);
