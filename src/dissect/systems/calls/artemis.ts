/** ActiveMQ Artemis core protocol: the handshake "ARTEMIS". */
import { opening } from '../../opening.ts';

export const artemis = opening('artemis', [6], [61616, 5445], ['ARTEMIS\0']);
