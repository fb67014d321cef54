/** Windows Delivery Optimization between peers: 0E "Swarm protocol". */
import { opening } from '../../opening.ts';

export const msDo = opening('ms-do', [6], [7680], ['\x0eSwarm protocol']);
