/** NATS client protocol: the server greets with INFO and a JSON object, the client with CONNECT and one. */
import type { Dissector } from '../dissector.ts';
import { opening } from '../opening.ts';

export const nats: Dissector = opening('nats', [6], [4222], ['INFO {', 'CONNECT {']);
