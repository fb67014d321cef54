/** D-Bus over TCP (D-Bus specification, "Authentication protocol"), AllJoyn's sessions among it: a zero, then AUTH and a mechanism. */
import { opening } from '../../opening.ts';

export const dbus = opening('dbus', [6], [9955], ['\0AUTH ', '\0AUTH\r']);
