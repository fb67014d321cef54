/** Hedgewars: the server greets "CONNECTED" and its name (gameServer, NetRoutines). */
import { opening } from '../opening.ts';

export const hedgewars = opening('hedgewars', [6], [46631], ['CONNECTED\nHedgewars ']);
