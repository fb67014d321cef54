/** DDS Real-Time Publish-Subscribe, OMG RTPS 2.5 §9.4.1: "RTPS" and protocol version 1 or 2. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const rtps: Dissector = opening('rtps', [6, 17], [7400, 7401, 7410, 7411], ['RTPS\x02', 'RTPS\x01', 'RTPX\x02']);
