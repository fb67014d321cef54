/** Data connections that FTP announces: PORT and EPRT of the client, replies 227, 228 and 229 of the server; RFC 959 §5.3, RFC 2428, RFC 1639. */
import { TCP } from '#registry/ip-protocols.ts';
import { type Announcements, Hint } from '../announcements.ts';
import { indexOfByte, isDigit, lineEnd, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Payload } from '../dissector.ts';

const LONGEST_LINE = 256;

export function announceFtp({ buf, off, end }: Payload, announced: Announcements): void {
  let at = off;
  for (let lines = 0; lines < 8 && at < end; lines++) {
    const stop = Math.min(lineEnd(buf, at, end), at + LONGEST_LINE);
    if (startsWithNoCase(buf, at, stop, 'port ')) announced.expect(TCP, portOfSix(buf, at + 5, stop), Hint.FtpData);
    else if (startsWithNoCase(buf, at, stop, 'eprt '))
      announced.expect(TCP, portOfExtended(buf, at + 5, stop), Hint.FtpData);
    else if (startsWith(buf, at, stop, '227 ')) announced.expect(TCP, portOfSix(buf, at + 4, stop), Hint.FtpData);
    else if (startsWith(buf, at, stop, '229 ')) {
      const bracket = indexOfByte(buf, at, stop, 0x28);
      if (bracket > 0) announced.expect(TCP, portOfExtended(buf, bracket + 1, stop), Hint.FtpData);
    }
    const line = indexOfByte(buf, at, end, 0x0a);
    if (line < 0) return;
    at = line + 1;
  }
}

/** Port of "h1,h2,h3,h4,p1,p2" somewhere in [off, end); 0 = none. */
function portOfSix(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end && !isDigit(buf[at])) at++;
  let numbers = 0;
  let high = 0;
  while (at < end) {
    let value = 0;
    const from = at;
    while (at < end && isDigit(buf[at]) && at - from < 3) value = value * 10 + buf[at++] - 48;
    if (at === from || value > 255) return 0;
    numbers++;
    if (numbers === 6) return high * 256 + value;
    high = value;
    if (buf[at] !== 0x2c) return 0;
    at++;
  }
  return 0;
}

/** Port of "|1|10.0.0.1|6446|" or "|||6446|", whatever the delimiter; 0 = none. */
function portOfExtended(buf: Uint8Array, off: number, end: number): number {
  if (off >= end) return 0;
  const mark = buf[off];
  let marks = 0;
  let value = 0;
  for (let at = off; at < end; at++) {
    if (buf[at] === mark) {
      if (++marks === 4) return value;
    } else if (marks === 3) {
      if (!isDigit(buf[at]) || value > 6553) return 0;
      value = value * 10 + buf[at] - 48;
    }
  }
  return 0;
}
