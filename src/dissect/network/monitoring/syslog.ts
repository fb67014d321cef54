/** Syslog, RFC 5424 §6 and RFC 3164 §4 ("<PRI>…"), over TCP also with the octet count of RFC 6587 §3.4.1. */
import { isDigit, isText } from '../../bytes.ts';
import type { Dissector } from '../../dissector.ts';
import { Verdict } from '../../dissector.ts';

const HIGHEST_PRIORITY = 191;

/** Where the text behind "<PRI>" begins, or -1. */
function behindPriority(buf: Uint8Array, off: number, end: number): number {
  if (end - off < 4 || buf[off] !== 0x3c) return -1;
  let priority = 0;
  let at = off + 1;
  while (at < end && at - off <= 3 && isDigit(buf[at])) priority = priority * 10 + buf[at++] - 0x30;
  return at > off + 1 && at < end && buf[at] === 0x3e && priority <= HIGHEST_PRIORITY ? at + 1 : -1;
}

/** "Mmm dd" as RFC 3164 has it, or "1 2003-" as RFC 5424 has it. */
function isStamp(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 6) return false;
  if (isDigit(buf[off])) return buf[off + 1] === 0x20 && (isDigit(buf[off + 2]) || buf[off + 2] === 0x2d);
  const month = buf[off] >= 0x41 && buf[off] <= 0x53 && buf[off + 1] >= 0x61 && buf[off + 2] >= 0x61;
  return month && buf[off + 3] === 0x20 && (buf[off + 4] === 0x20 || isDigit(buf[off + 4])) && isDigit(buf[off + 5]);
}

export const syslog: Dissector = {
  app: 'syslog',
  over: [17, 6],
  ports: [514, 601, 1514],
  firstBytes: [0x3c, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39],
  probe({ buf, off, end, recvPort, proto }) {
    let at = off;
    if (buf[at] !== 0x3c) {
      if (proto !== 6) return Verdict.No;
      while (at < end && at - off < 5 && isDigit(buf[at])) at++;
      if (at >= end || buf[at] !== 0x20) return Verdict.No;
      at++;
    }
    const text = behindPriority(buf, at, end);
    if (text < 0) return Verdict.No;
    if (isStamp(buf, text, end)) return Verdict.Yes;
    const own = recvPort === 514 || recvPort === 601 || recvPort === 1514;
    return own && isText(buf, text, Math.min(end, text + 16)) ? Verdict.Yes : Verdict.No;
  },
};
