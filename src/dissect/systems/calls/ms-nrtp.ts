/** .NET Remoting over TCP, MS-NRTP §2.2.3.3: ".NET", version 1.0, operation, content. */
import { opening } from '../../opening.ts';

export const msNrtp = opening('ms-nrtp', [6], [], ['.NET\x01\0']);
