/** Kerberos 5, RFC 4120 §5.4 to §5.9 (messages are [APPLICATION n] SEQUENCE) and §7.2 (TCP: four bytes of length before). */
import { fact } from '#fields/table.ts';
import { berContent, berNext } from './ber.ts';
import { u32 } from './bytes.ts';
import type { Dissector, Facts } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const USER = fact('user');
const HOST = fact('host');
const AS_REQUEST = 0x6a;
const TGS_REQUEST = 0x6c;
const ERROR = 0x7e;
const REQUEST_BODY = 0xa4;

/** Message numbers 10 to 15, 20 to 22 and 30; false when `pvno 5` and `msg-type` do not follow. */
function isMessage(buf: Uint8Array, off: number, end: number): boolean {
  const tag = buf[off];
  if (!(tag >= AS_REQUEST && tag <= 0x6f) && !(tag >= 0x74 && tag <= 0x76) && tag !== ERROR) return false;
  const sequence = berContent(buf, off, end);
  if (sequence < 0 || buf[sequence] !== 0x30) return false;
  const at = berContent(buf, sequence, end);
  if (at < 0 || end - at < 10) return false;
  const first = tag === AS_REQUEST || tag === TGS_REQUEST ? 0xa1 : 0xa0;
  const version = buf[at] === first && buf[at + 1] === 3 && buf[at + 2] === 2 && buf[at + 3] === 1 && buf[at + 4] === 5;
  return version && buf[at + 5] === first + 1 && buf[at + 9] === (tag & 0x1f);
}

/** Writes the text inside the tagged element at off: [n] { GeneralString } */
function writeString(buf: Uint8Array, off: number, end: number, field: number, facts: Facts): void {
  const string = berContent(buf, off, end);
  if (string < 0 || buf[string] !== 0x1b) return;
  const text = berContent(buf, string, end);
  const stop = berNext(buf, string, end);
  if (text > 0 && stop > text) facts.text(field, buf, text, stop);
}

/** Writes the first component of [n] PrincipalName { [0] type, [1] SEQUENCE OF string }. */
function writePrincipal(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const sequence = berContent(buf, off, end);
  const type = sequence < 0 ? -1 : berContent(buf, sequence, end);
  const names = type < 0 ? -1 : berNext(buf, type, end);
  if (names < 0 || names >= end || buf[names] !== 0xa1) return;
  const list = berContent(buf, names, end);
  if (list > 0) writeString(buf, list, end, USER, facts);
}

function walk(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const sequence = berContent(buf, off, end);
  let at = sequence < 0 ? -1 : berContent(buf, sequence, end);
  const tag = buf[off];
  while (at > 0 && at < end) {
    if ((tag === AS_REQUEST || tag === TGS_REQUEST) && buf[at] === REQUEST_BODY) {
      const body = berContent(buf, at, end);
      at = body < 0 ? -1 : berContent(buf, body, end);
      while (at > 0 && at < end) {
        if (buf[at] === 0xa1) writePrincipal(buf, at, end, facts);
        if (buf[at] === 0xa2) writeString(buf, at, end, HOST, facts);
        at = berNext(buf, at, end);
      }
      return;
    }
    const reply = tag === 0x6b || tag === 0x6d;
    if (reply && buf[at] === 0xa4) writePrincipal(buf, at, end, facts);
    if (reply && buf[at] === 0xa3) writeString(buf, at, end, HOST, facts);
    at = berNext(buf, at, end);
  }
}

export const kerberos: Dissector = {
  app: 'kerberos',
  over: [17, 6],
  ports: [88, 464],
  firstBytes: [0, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f, 0x74, 0x75, 0x76, ERROR],
  probe({ buf, off, end, proto }) {
    if (proto === 17) return isMessage(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 4) return Verdict.More;
    const length = u32(buf, off);
    if (length < 20 || length > 0x20000) return Verdict.No;
    return isMessage(buf, off + 4, end) ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end, proto }, facts) {
    const message = proto === 17 ? off : off + 4;
    if (isMessage(buf, message, end)) walk(buf, message, end, facts);
    return facts.has(USER) ? Progress.Done : Progress.More;
  },
};
