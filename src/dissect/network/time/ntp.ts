/** NTP, RFC 5905 §7.3 (versions 1 to 4), control messages RFC 9327, and the private mode 7 of ntpd. */
import { fact } from '#fields/table.ts';
import { u16 } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Progress, Verdict } from '../../dissector.ts';

const VERSION = fact('ntp.version');
const MODE = fact('ntp.mode');
const STRATUM = fact('ntp.stratum');
/** RFC 5905 §7.3. */
const MODES = ['', 'symmetric-active', 'symmetric-passive', 'client', 'server', 'broadcast', 'control', 'private'];
const SERVER = 4;
const BROADCAST = 5;

const PORT = 123;
const HEADER_BYTES = 48;
const CONTROL = 6;
const PRIVATE = 7;

/** Poll and precision are powers of two, of seconds: 2^-64 to 2^32; who would not say sends 0 or 32. */
const isExponent = (byte: number): boolean => byte <= 32 || byte >= 0xc0;

/** RFC 9327 §2: leap bits 0 (NTPsec asks with 3), an operation, and a count of bytes that fits, padded, with or without a MAC behind. */
function isControl(buf: Uint8Array, off: number, end: number, wireLength: number): boolean {
  const leap = buf[off] >> 6;
  if (end - off < 12 || (leap !== 0 && leap !== 3) || ((buf[off + 1] & 31) > 12 && (buf[off + 1] & 31) !== 31))
    return false;
  const bytes = 12 + u16(buf, off + 10);
  return wireLength >= bytes && wireLength <= bytes + 3 + 28;
}

/** ntpd's ntp_request.h: implementation universal, old or new, a request code, and four bits that are 0. */
function isPrivate(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 8) return false;
  const implementation = buf[off + 2];
  return (
    (implementation === 0 || implementation === 2 || implementation === 3) && buf[off + 3] < 48 && buf[off + 6] < 16
  );
}

export const ntp: Dissector = {
  app: 'ntp',
  over: [17],
  ports: [PORT],
  onOwnPortsOnly: true,
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    const version = (buf[off] >> 3) & 7;
    const mode = buf[off] & 7;
    const own = sendPort === PORT || recvPort === PORT;
    if (!own || version === 0 || version > 4 || mode === 0) return Verdict.No;
    if (mode === CONTROL) return isControl(buf, off, end, wireLength) ? Verdict.Yes : Verdict.No;
    if (mode === PRIVATE) return isPrivate(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (wireLength < HEADER_BYTES || (wireLength & 3) !== 0 || end - off < 4) return Verdict.No;
    const isStratum = buf[off + 1] <= 16 || buf[off + 1] === 255;
    return isStratum && isExponent(buf[off + 2]) && isExponent(buf[off + 3]) ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end }, facts) {
    const mode = buf[off] & 7;
    if (!facts.has(VERSION)) facts.number(VERSION, (buf[off] >> 3) & 7);
    facts.list(MODE, MODES[mode]);
    if ((mode === SERVER || mode === BROADCAST) && end - off >= 2 && buf[off + 1] > 0 && buf[off + 1] <= 16)
      facts.number(STRATUM, buf[off + 1]);
    return Progress.More;
  },
};
