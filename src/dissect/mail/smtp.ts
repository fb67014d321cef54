/**
 * SMTP, RFC 5321: the server greets with 220, the client with EHLO or HELO; LHLO makes it lmtp (RFC 2033), STARTTLS (RFC 3207) smtps.
 * AUTH (RFC 4954): the user is kept, never what proves him.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, isDigit, startsWithNoCase } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { argument, hasWord, replyCode } from '../greeting.ts';
import { parseLines } from '../lines.ts';
import { continueSasl, startSasl } from './sasl.ts';

const HOST = fact('host');
const SERVER = fact('software.server');
const HELO = fact('smtp.helo');
const FROM = fact('smtp.from');
const TO = fact('smtp.to');
const PORTS = [25, 587, 465, 2525, 24]; // 24: LMTP, by custom
const MARK = 0x20;
const GREETINGS = ['EHLO', 'HELO', 'LHLO'];
const LONGEST_ADDRESS = 256;

function probe({ buf, off, end, sendPort, recvPort }: Payload): Verdict {
  const code = replyCode(buf, off, end);
  if (code !== 0) {
    const own = PORTS.includes(sendPort);
    if (code === 220) return hasWord(buf, off, end, 'SMTP') || (own && end - off > 10) ? Verdict.Yes : Verdict.No;
    return own && (code === 554 || code === 421 || code === 250 || code === 354) ? Verdict.Yes : Verdict.No;
  }
  if (argument(buf, off, end, 'EHLO') > 0 || argument(buf, off, end, 'HELO') > 0 || argument(buf, off, end, 'LHLO') > 0)
    return Verdict.Yes;
  if (hasWord(buf, off, Math.min(end, off + 11), 'MAIL FROM:')) return Verdict.Yes;
  return PORTS.includes(recvPort) && hasWord(buf, off, Math.min(end, off + 8), 'STARTTLS') ? Verdict.Yes : Verdict.No;
}

/** The address behind the colon of MAIL FROM:<…> and RCPT TO:<…>, without brackets, which some leave out, and parameters. */
function addressOf(buf: Uint8Array, off: number, end: number): string {
  const colon = indexOfByte(buf, off, end, 0x3a);
  const line = Buffer.from(
    buf.buffer,
    buf.byteOffset + colon + 1,
    Math.max(0, Math.min(end - colon - 1, LONGEST_ADDRESS)),
  );
  const [, bracketed, bare] = /^ *(?:<([^<>\s]*)>|([^<>\s]+))/.exec(line.toString('utf8')) ?? [];
  const text = bracketed ?? bare ?? '';
  return /\p{Cc}/u.test(text) ? '' : text;
}

function readClientLine(payload: Payload, at: number, stop: number, facts: Facts): boolean {
  const { buf } = payload;
  if (continueSasl(payload, at, stop, facts)) return true;
  const greeting = GREETINGS.map((word) => argument(buf, at, stop, word)).find((from) => from > 0);
  if (greeting !== undefined) {
    if (!facts.has(HELO)) facts.text(HELO, buf, greeting, stop);
    if (startsWithNoCase(buf, at, stop, 'lhlo')) facts.become('lmtp');
  } else if (startsWithNoCase(buf, at, stop, 'starttls')) facts.become('smtps');
  else if (startsWithNoCase(buf, at, stop, 'mail from:')) {
    const from = addressOf(buf, at, stop);
    if (from !== '' && !facts.has(FROM)) facts.word(FROM, from);
  } else if (startsWithNoCase(buf, at, stop, 'rcpt to:')) {
    const to = addressOf(buf, at, stop);
    if (/^[\x21-\x7e]+$/.test(to)) facts.list(TO, to);
  } else if (startsWithNoCase(buf, at, stop, 'auth ')) startSasl(payload, at + 5, stop, facts);
  else if (startsWithNoCase(buf, at, stop, 'data') || startsWithNoCase(buf, at, stop, 'bdat ')) return false; // the mail itself is nobody's business
  return true;
}

/** A status of RFC 3463, "2.0.0": the answer to STARTTLS is 220 as well. */
function isEnhanced(buf: Uint8Array, off: number, end: number): boolean {
  return end - off > 5 && isDigit(buf[off]) && buf[off + 1] === 0x2e && isDigit(buf[off + 2]) && buf[off + 3] === 0x2e;
}

function readServerLine(buf: Uint8Array, at: number, stop: number, facts: Facts): void {
  const code = replyCode(buf, at, stop);
  if (code !== 220 || facts.has(SERVER) || isEnhanced(buf, at + 4, stop)) return;
  let name = at + 4;
  while (name < stop && buf[name] !== MARK) name++;
  if (!facts.has(HOST)) facts.text(HOST, buf, at + 4, name);
  facts.text(SERVER, buf, at + 4, stop);
}

export const smtp: Dissector = {
  app: 'smtp',
  over: [6],
  ports: [25, 587],
  firstBytes: [0x32, 0x34, 0x35, 0x33, 0x45, 0x48, 0x4c, 0x4d, 0x53, 0x65, 0x68, 0x6c, 0x6d, 0x73],
  probe,
  parse: (payload, facts) =>
    parseLines(payload, facts, ({ buf, fromSrc, sendPort }, _facts, at, stop) => {
      if (!fromSrc || PORTS.includes(sendPort)) readServerLine(buf, at, stop, facts);
      else return readClientLine(payload, at, stop, facts);
      return true;
    }),
};
