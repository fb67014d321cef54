/** gpsd: the JSON banner of class VERSION, and ?WATCH of the client. */
import { opening } from '../../opening.ts';

export const gpsd = opening('gpsd', [6], [2947], ['{"class":"VERSION"', '?WATCH=']);
