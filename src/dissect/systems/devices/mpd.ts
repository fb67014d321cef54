/** Music Player Daemon: the greeting "OK MPD 0.23.5". */
import { opening } from '../../opening.ts';

export const mpd = opening('mpd', [6], [6600], ['OK MPD ']);
