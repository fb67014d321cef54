/** Resilio Sync (BitTorrent Sync) local discovery: "BSYNC" and a zero. */
import { opening } from '../opening.ts';

export const resilioSync = opening('resilio-sync', [17], [3838], ['BSYNC\0']);
