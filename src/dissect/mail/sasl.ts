/**
 * Log-ons by SASL in protocols of lines (RFC 4422; LOGIN, draft-murchison-sasl-login; PLAIN, RFC 4616; CRAM-MD5, RFC 2195; SCRAM, RFC 5802;
 * OAUTHBEARER, RFC 7628, and XOAUTH2): the user, never what proves him. The answer stands behind the mechanism or in the next line.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, startsWith, startsWithNoCase } from '../bytes.ts';
import { decodeBase64 } from '../codec/base64.ts';
import { writeNtlm } from '../directory/ntlm.ts';
import type { Facts, Payload } from '../dissector.ts';

const USER = fact('user');
const CLEAR = fact('credentials.clear');
const MARK = 0x20;
const QUOTE = 0x22;
const LITERAL = 0x7b;

// stateB, until TLS begins: whose answer the client's next line is
const NOBODY = 0;
const LOGIN = 1;
const PLAIN = 2;
const CRAM = 3;
const SCRAM = 4;
const OAUTH = 5;
const NTLM = 6;
const PASSWORD = 7;
const MECHANISMS: readonly (readonly [name: string, mechanism: number])[] = [
  ['login', LOGIN],
  ['plain', PLAIN],
  ['cram-md5', CRAM],
  ['scram-sha-', SCRAM],
  ['xoauth2', OAUTH],
  ['oauthbearer', OAUTH],
  ['ntlm', NTLM],
];

const answer = new Uint8Array(1024);

/** A command whose mechanism begins at off, in quotes or without; its line ends at `end`. */
export function startSasl(payload: Payload, off: number, end: number, facts: Facts): void {
  const { buf } = payload;
  const from = off < end && buf[off] === QUOTE ? off + 1 : off;
  const found = MECHANISMS.find(([name]) => startsWithNoCase(buf, from, end, name));
  payload.stateB = found?.[1] ?? NOBODY;
  if (payload.stateB === LOGIN || payload.stateB === PLAIN || payload.stateB === OAUTH) facts.flag(CLEAR, true);
  const blank = indexOfByte(buf, from, end, MARK);
  if (blank > 0 && blank + 1 < end && buf[blank + 1] !== LITERAL) continueSasl(payload, blank + 1, end, facts);
}

/** True when a line of the client, [off, end), is an answer that was waited for. */
export function continueSasl(payload: Payload, off: number, end: number, facts: Facts): boolean {
  const mechanism = payload.stateB;
  payload.stateB = NOBODY;
  if (mechanism === NOBODY || mechanism > PASSWORD || indexOfByte(payload.buf, off, end, MARK) >= 0) return false;
  if (mechanism === PASSWORD) return true;
  const from = payload.buf[off] === QUOTE ? off + 1 : off;
  const bytes = decodeBase64(payload.buf, from, end, answer);
  if (mechanism === LOGIN) {
    payload.stateB = PASSWORD;
    writeUser(0, bytes, facts);
  } else if (mechanism === PLAIN) {
    const first = indexOfByte(answer, 0, bytes, 0);
    const second = first < 0 ? -1 : indexOfByte(answer, first + 1, bytes, 0);
    if (second > 0) writeUser(first + 1, second, facts);
  } else if (mechanism === CRAM) {
    const digest = bytes - 32; // MD5 in hexadecimal
    if (digest > 1 && answer[digest - 1] === MARK) writeUser(0, digest - 1, facts);
  } else if (mechanism === SCRAM) {
    const name = indexOfText(answer, 0, Math.min(bytes, 256), ',n=');
    if (name > 0) writeUser(name + 3, indexOfByte(answer, name + 3, bytes, 0x2c), facts);
  } else if (mechanism === OAUTH) {
    if (startsWith(answer, 0, bytes, 'user=')) writeUser(5, indexOfByte(answer, 5, bytes, 1), facts);
    else if (startsWith(answer, 0, bytes, 'n,a=')) writeUser(4, indexOfByte(answer, 4, bytes, 0x2c), facts);
  } else {
    if (answer[8] === 1) payload.stateB = NTLM; // negotiation: the log-on comes next
    writeNtlm(answer, 0, bytes, facts);
  }
  return true;
}

/** Where it is text: what is no answer is decoded, too. */
function writeUser(off: number, end: number, facts: Facts): void {
  if (end <= off) return;
  for (let at = off; at < end; at++) if (answer[at] < MARK || answer[at] === 0x7f) return;
  facts.text(USER, answer, off, end);
}
