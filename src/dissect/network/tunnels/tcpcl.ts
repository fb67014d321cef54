/** TCP convergence layer of delay-tolerant networks: "dtn!" and a version (RFC 7242, section 4.1; RFC 9174, section 4.2). */
import { opening } from '../../opening.ts';

export const tcpcl = opening('tcpcl', [6], [4556], ['dtn!\x03', 'dtn!\x04']);
