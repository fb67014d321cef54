/**
 * STOMP 1.0 to 1.2 (stomp.github.io): a command, a header line; connections begin with CONNECT, STOMP and CONNECTED, later frames have headers
 * that no other protocol of lines has behind these words.
 */
import { startsWith } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { opening } from '../opening.ts';

const OPENINGS = [
  ...['STOMP\naccept-version:', 'CONNECT\naccept-version:', 'CONNECT\nlogin:', 'CONNECT\nhost:', 'STOMP\nhost:'],
  ...['CONNECTED\nversion:', 'CONNECTED\nsession:', 'CONNECTED\nserver:', 'CONNECTED\nheart-beat:'],
];
const COMMANDS = [
  'SEND',
  'MESSAGE',
  'SUBSCRIBE',
  'UNSUBSCRIBE',
  'ACK',
  'NACK',
  'BEGIN',
  'COMMIT',
  'ABORT',
  'RECEIPT',
  'DISCONNECT',
  'ERROR',
];
const HEADERS = [
  'destination:',
  'subscription:',
  'message-id:',
  'receipt-id:',
  'receipt:',
  'transaction:',
  'message:',
  'id:',
  'ack:',
];

const opens = opening('stomp', [6], [61613], OPENINGS);

export const stomp: Dissector = {
  ...opens,
  firstBytes: [...new Set([...OPENINGS, ...COMMANDS].map((text) => text.charCodeAt(0)))],
  probe(payload) {
    const { buf, off, end } = payload;
    for (let i = 0; i < COMMANDS.length; i++) {
      const at = off + COMMANDS[i].length;
      if (at >= end || !startsWith(buf, off, end, COMMANDS[i])) continue;
      const header = buf[at] === 0x0d ? at + 2 : at + 1;
      if (header > end || buf[header - 1] !== 0x0a) continue;
      for (let h = 0; h < HEADERS.length; h++) if (startsWith(buf, header, end, HEADERS[h])) return Verdict.Yes;
    }
    return opens.probe(payload);
  },
};
