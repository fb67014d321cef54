/** Citrix ICA: 7F 7F "ICA" 00; behind the Common Gateway Protocol 1A "CGP/01". */
import { opening } from '../opening.ts';

export const citrix = opening('citrix', [6], [1494, 2598], ['\x7f\x7fICA\0', '\x1aCGP/01']);
