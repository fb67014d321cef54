/** DTLS, RFC 9147 (1.3), RFC 6347 (1.2), and the 0.9 that OpenSSL spoke (version 0x0100). A datagram holds whole records. */
import { fact } from '#fields/table.ts';
import { u16, u24 } from './bytes.ts';
import type { Dissector, Payload } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';
import { versionName, writeClientHello, writeServerHello } from './tls-hello.ts';

const VERSION = fact('tls.version');
const RECORD_BYTES = 13;
const HANDSHAKE_BYTES = 12;
const HANDSHAKE = 22;
const APPLICATION_DATA = 23;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
const CLIENT_SEEN = 1;
const SERVER_SEEN = 2;

function isVersion(version: number): boolean {
  return version === 0xfeff || version === 0xfefd || version === 0xfefc || version === 0x0100;
}

function probe({ buf, off, end, wireLength }: Payload): Verdict {
  if (end - off < RECORD_BYTES || !isVersion(u16(buf, off + 1))) return Verdict.No;
  const length = u16(buf, off + 11);
  if (length === 0 || RECORD_BYTES + length > wireLength) return Verdict.No;
  if (buf[off] !== HANDSHAKE) return u16(buf, off + 3) <= 16 ? Verdict.Yes : Verdict.No; // epoch
  return Verdict.Yes;
}

export const dtls: Dissector = {
  app: 'dtls',
  over: [17],
  ports: [4433, 5684],
  firstBytes: [20, 21, HANDSHAKE, APPLICATION_DATA, 26],
  probe,
  parse(payload, facts) {
    const { buf, off, end } = payload;
    const from = off + RECORD_BYTES;
    if (probe(payload) !== Verdict.Yes) return Progress.More;
    const stop = Math.min(end, from + u16(buf, off + 11));
    if (buf[off] !== HANDSHAKE || u16(buf, off + 3) !== 0 || stop - from < HANDSHAKE_BYTES) {
      if (!facts.has(VERSION)) facts.word(VERSION, versionName(u16(buf, off + 1)));
      return buf[off] === APPLICATION_DATA ? Progress.Done : Progress.More;
    }
    const fragmentOffset = u24(buf, from + 6);
    const body = from + HANDSHAKE_BYTES;
    if (buf[from] === CLIENT_HELLO && fragmentOffset === 0) {
      writeClientHello(buf, body, stop, facts, true, (payload.stateA & SERVER_SEEN) !== 0);
      payload.stateA |= CLIENT_SEEN;
    } else if (buf[from] === SERVER_HELLO && fragmentOffset === 0) {
      writeServerHello(buf, body, stop, facts);
      payload.stateA |= SERVER_SEEN;
    }
    return payload.stateA === (CLIENT_SEEN | SERVER_SEEN) ? Progress.Done : Progress.More;
  },
};
