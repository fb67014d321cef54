/** NSQ: two blanks and V2, then a command (nsq.io, "TCP protocol spec"). */
import { opening } from '../../opening.ts';

export const nsq = opening('nsq', [6], [4150], ['  V2']);
