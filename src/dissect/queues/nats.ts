/**
 * NATS client protocol (docs.nats.io "Client Protocol"): the server greets with INFO and a JSON object, the client with CONNECT and one; on the
 * port of its own also what is said later. Where the server wants TLS, that follows its greeting.
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { opening } from '../opening.ts';
import { parseUntilTls } from '../web/tls-stream.ts';

const PORT = 4222;
const greets = opening('nats', [6], [PORT], ['INFO {', 'CONNECT {']);
const LATER = ['PUB ', 'HPUB ', 'SUB ', 'UNSUB ', 'MSG ', 'HMSG ', 'PING\r\n', 'PONG\r\n', '+OK\r\n', "-ERR '"];

export const nats: Dissector = {
  ...greets,
  firstBytes: [...new Set(['I', 'C', ...LATER].map((text) => text.charCodeAt(0)))],
  probe(payload) {
    const { buf, off, end, sendPort, recvPort } = payload;
    if (sendPort === PORT || recvPort === PORT)
      for (let i = 0; i < LATER.length; i++) if (startsWith(buf, off, end, LATER[i])) return Verdict.Yes;
    return greets.probe(payload);
  },
  parse: parseUntilTls,
};
