/** Fluentd forward protocol 1 (handshake): MessagePack arrays that begin HELO, PING, PONG. */
import { opening } from '../../opening.ts';

export const fluentd = opening('fluentd', [6], [24224], ['\x92\xa4HELO', '\x96\xa4PING', '\x95\xa4PONG']);
