/** Canon BJNP printing and scanning, as Wireshark's packet-bjnp has it. */
import type { Dissector } from '../../dissector.ts';
import { opening } from '../../opening.ts';

export const bjnp: Dissector = opening('bjnp', [6, 17], [8611, 8612, 8613, 8614], ['BJNP', 'MFNP', 'BJNB']);
