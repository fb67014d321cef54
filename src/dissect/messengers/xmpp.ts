/** XMPP, RFC 6120 §4.2: a stream header, with or without an XML declaration. */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, startsWith } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { HANDSHAKE, parseTls, TLS_INSIDE } from '../web/tls-stream.ts';

const HOST = fact('host');

/** What streams hold, §8, RFC 6120 §5 and §6, XEP-0198: seen of connections that were there before the capture. */
const STANZAS = [
  ...[
    '<iq ',
    '<message ',
    '<presence',
    '<stream:features',
    '<starttls ',
    '<proceed ',
    '<auth ',
    '<success ',
    '<challenge ',
  ],
  ...['<response ', '<r xmlns', '<a xmlns', '<enable xmlns', '</stream:stream>'],
];

const isOwn = (port: number): boolean => port === 5222 || port === 5269 || port === 5298;

/** Whom the stream is for: the attribute `to`, behind a blank or, as some clients write it, the quote of the one before. */
function writeHost(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const last = Math.min(end, off + 512);
  let to = indexOfText(buf, off + 1, last, 'to=');
  while (to > 0 && buf[to - 1] > 0x20 && !isQuote(buf[to - 1])) to = indexOfText(buf, to + 3, last, 'to=');
  if (to < 0 || to + 4 >= end || !isQuote(buf[to + 3])) return;
  const stop = indexOfByte(buf, to + 4, end, buf[to + 3]);
  if (stop > to + 4) facts.text(HOST, buf, to + 4, stop);
}

const isQuote = (byte: number): boolean => byte === 0x22 || byte === 0x27;

export const xmpp: Dissector = {
  app: 'xmpp',
  over: [6],
  ports: [5222, 5269, 5298],
  firstBytes: [0x3c],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 0x3c) return Verdict.No;
    if (isOwn(sendPort) || isOwn(recvPort))
      for (let i = 0; i < STANZAS.length; i++) if (startsWith(buf, off, end, STANZAS[i])) return Verdict.Yes;
    const stop = Math.min(end, off + 256);
    if (startsWith(buf, off, end, '<stream:stream')) return Verdict.Yes;
    if (!startsWith(buf, off, end, '<?xml')) return end - off < 14 ? Verdict.More : Verdict.No;
    return indexOfText(buf, off, stop, '<stream:stream') > 0 ? Verdict.Yes : end - off < 64 ? Verdict.More : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, end, fromSrc } = payload;
    if ((payload.stateB & TLS_INSIDE) !== 0) return parseTls(payload, facts);
    if (buf[off] === HANDSHAKE && end - off > 1 && buf[off + 1] === 3) {
      payload.stateB = TLS_INSIDE >>> 0; // behind <starttls/> and <proceed/>, RFC 6120 §5
      return parseTls(payload, facts);
    }
    if (fromSrc && !facts.has(HOST)) writeHost(buf, off, end, facts);
    payload.off = end;
    return Progress.Next;
  },
};
