/**
 * TLS, RFC 8446 (1.3), RFC 5246 (1.2 and the record layer), SSL 3.0 RFC 6101, SSL 2.0 hellos RFC 5246 §E.2. Hellos may span records
 * and segments. On ports that IANA gives to a protocol over TLS (993, 995, 465) the flow is that protocol.
 */
import { fact } from '#fields/table.ts';
import { u16, u24 } from '../bytes.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { versionName } from './tls-hello.ts';
import { HANDSHAKE, parseTls, RECORD_BYTES } from './tls-stream.ts';

const VERSION = fact('tls.version');

const MAX_RECORD = 16384 + 2048;
const CHANGE_CIPHER_SPEC = 0x14;
const ALERT = 0x15;
const APPLICATION_DATA = 0x17;
const CLIENT_HELLO = 1;
const SERVER_HELLO = 2;
/** RFC 8446 §B.3 and before: message types that may begin a handshake record. */
const HANDSHAKE_TYPES = new Set([0, 1, 2, 3, 4, 8, 11, 12, 13, 14, 15, 16, 20, 21, 22, 24]);
const SSL2_CLIENT_HELLO = 1;

function isSsl2Hello(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 11 || (buf[off] & 0x80) === 0 || buf[off + 2] !== SSL2_CLIENT_HELLO) return false;
  const length = u16(buf, off) & 0x7fff;
  const version = u16(buf, off + 3);
  if (version !== 2 && (version < 0x0300 || version > 0x0303)) return false;
  const ciphers = u16(buf, off + 5);
  const session = u16(buf, off + 7);
  const challenge = u16(buf, off + 9);
  return (
    ciphers > 0 &&
    ciphers % 3 === 0 &&
    challenge >= 16 &&
    challenge <= 32 &&
    9 + ciphers + session + challenge === length
  );
}

function probe({ buf, off, end, midstream }: Payload): Verdict {
  const type = buf[off];
  if (type === 0x80 || type === 0x81) return isSsl2Hello(buf, off, end) ? Verdict.Yes : Verdict.No;
  const size = end - off;
  if (size > 1 && buf[off + 1] !== 3) return Verdict.No;
  if (size > 2 && buf[off + 2] > 4) return Verdict.No;
  if (size < RECORD_BYTES + 1) return type === HANDSHAKE ? Verdict.More : Verdict.No;
  const length = u16(buf, off + 3);
  if (length === 0 || length > MAX_RECORD) return Verdict.No;
  switch (type) {
    case HANDSHAKE: {
      const message = buf[off + 5];
      if (message === CLIENT_HELLO || message === SERVER_HELLO) {
        if (size < RECORD_BYTES + 6) return length < 42 ? Verdict.No : Verdict.More;
        const version = u16(buf, off + 9);
        const draft = version >> 8 === 0x7f;
        return length >= 4 && u24(buf, off + 6) <= 0x20000 && (version >> 8 === 3 || draft) ? Verdict.Yes : Verdict.No;
      }
      return HANDSHAKE_TYPES.has(message) || midstream ? Verdict.Yes : Verdict.No;
    }
    case ALERT:
      return (length === 2 && size >= 7 && (buf[off + 5] === 1 || buf[off + 5] === 2)) || length >= 18
        ? Verdict.Yes
        : Verdict.No;
    case CHANGE_CIPHER_SPEC:
      return length === 1 && buf[off + 5] === 1 ? Verdict.Yes : Verdict.No;
    default:
      return length >= 17 && buf[off + 2] >= 1 ? Verdict.Yes : Verdict.No;
  }
}

function overTls(port: number): string {
  return port === 993 ? 'imaps' : port === 995 ? 'pop3s' : port === 465 ? 'smtps' : '';
}

export const tls: Dissector = {
  app: 'tls',
  over: [6],
  // IANA, "… over TLS": mail, news, FTP, telnet, LDAP, SIP, AMQP, syslog, IRC, MQTT among them
  ports: [443, 853, 8443, 465, 563, 636, 989, 990, 992, 993, 995, 3269, 5061, 5671, 6514, 6697, 8883],
  firstBytes: [CHANGE_CIPHER_SPEC, ALERT, HANDSHAKE, APPLICATION_DATA, 0x80, 0x81],
  probe,
  parse(payload, facts) {
    const { buf, off, end, wireLength } = payload;
    const mail = overTls(payload.recvPort) || overTls(payload.sendPort);
    if (mail !== '') facts.become(mail);
    if (buf[off] >= 0x80 && payload.stateA === 0) {
      if (!facts.has(VERSION)) facts.word(VERSION, versionName(u16(buf, off + 3)));
      return Progress.Other;
    }
    if (end - off < RECORD_BYTES) return wireLength > end - off ? Progress.Other : Progress.Next;
    const answer = parseTls(payload, facts);
    return answer === Progress.Other && payload.midstream && payload.stateA === 0 ? Progress.Done : answer;
  },
};
