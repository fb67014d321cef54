/**
 * Media that signalling announces: "m=audio 49170 RTP/AVP" lines of SDP (RFC 8866 §5.14) in SIP, MGCP and Megaco, with the
 * RTCP port behind or in "a=rtcp:" (RFC 3605), names of payload types and ICE candidates, and client_port and server_port of RTSP's Transport header (RFC 2326 §12.39).
 */
import { type Announcements, Hint } from '../announcements.ts';
import { indexOfByte, indexOfText, isDigit, isText, lineEnd, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Payload } from '../dissector.ts';

const UDP = 17;
const MOST_LINES = 200;

/** Announces the media of each SDP line in the payload. */
export function announceSdp({ buf, off, end }: Payload, announced: Announcements): void {
  let at = off;
  let port = 0;
  for (let lines = 0; lines < MOST_LINES && at + 8 < end; lines++) {
    if (buf[at] === 0x6d && buf[at + 1] === 0x3d) port = announceMedia(buf, at + 2, end, announced);
    else if (port !== 0 && buf[at] === 0x61 && startsWith(buf, at, end, 'a=rtpmap:'))
      nameCodec(buf, at + 9, end, port, announced);
    else if (buf[at] === 0x61 && startsWith(buf, at, end, 'a=rtcp:'))
      announced.expect(UDP, number(buf, at + 7, end), Hint.Rtcp);
    else if (buf[at] === 0x61 && startsWith(buf, at, end, 'a=candidate:'))
      announced.expect(UDP, candidatePort(buf, at + 12, end), Hint.Rtp);
    const line = indexOfByte(buf, at, end, 0x0a);
    if (line < 0) return;
    at = line + 1;
    while (at < end && (buf[at] === 0x20 || buf[at] === 0x09)) at++;
  }
}

/** Port of an ICE candidate over UDP, RFC 8839 §5.1: "1 1 UDP 2130706431 10.0.1.1 8998 typ host"; 0 = none. */
function candidatePort(buf: Uint8Array, off: number, end: number): number {
  const stop = lineEnd(buf, off, Math.min(end, off + 160));
  let at = off;
  for (let word = 0; word < 5; word++) {
    const blank = indexOfByte(buf, at, stop, 0x20);
    if (blank < 0) return 0;
    at = blank + 1;
    if (word === 1 && !startsWithNoCase(buf, at, stop, 'udp ')) return 0;
  }
  return number(buf, at, stop);
}

/** "111 opus/48000/2", RFC 8866 §6.6 */
function nameCodec(buf: Uint8Array, off: number, end: number, port: number, announced: Announcements): void {
  const stop = lineEnd(buf, off, Math.min(end, off + 48));
  const blank = indexOfByte(buf, off, stop, 0x20);
  const type = number(buf, off, stop);
  if (blank < 0 || type < 96 || type > 127 || stop <= blank + 1 || !isText(buf, blank, stop)) return;
  announced.nameCodec(
    port,
    type,
    Buffer.from(buf.buffer, buf.byteOffset + blank + 1, stop - blank - 1)
      .toString('latin1')
      .trim(),
  );
}

/** Returns the port of RTP; 0 when it is none, or something else is announced. */
function announceMedia(buf: Uint8Array, off: number, end: number, announced: Announcements): number {
  const blank = indexOfByte(buf, off, Math.min(end, off + 16), 0x20);
  if (blank < 0) return 0;
  const port = number(buf, blank + 1, end);
  const protocol = indexOfByte(buf, blank + 1, Math.min(end, blank + 14), 0x20) + 1;
  if (protocol === 0) return 0;
  if (startsWith(buf, protocol, end, 'udptl')) announced.expect(UDP, port, Hint.T38);
  else if (startsWith(buf, protocol, end, 'RTP/') || startsWith(buf, protocol, end, 'UDP/TLS/RTP/')) {
    announced.expect(UDP, port, Hint.Rtp);
    announced.expect(UDP, port + 1, Hint.Rtcp);
    return port;
  }
  return 0;
}

/** Announces the ports that an RTSP SETUP and its answer agree on. */
export function announceRtsp({ buf, off, end }: Payload, announced: Announcements): void {
  if (buf[off] !== 0x53 && buf[off] !== 0x52) return; // SETUP, RTSP/1.0; else media between the messages
  const stop = Math.min(end, off + 2048);
  announceRange(buf, indexOfText(buf, off, stop, 'client_port='), stop, announced);
  announceRange(buf, indexOfText(buf, off, stop, 'server_port='), stop, announced);
}

function announceRange(buf: Uint8Array, at: number, end: number, announced: Announcements): void {
  if (at < 0) return;
  const from = at + 12;
  announced.expect(UDP, number(buf, from, end), Hint.Rtp);
  const dash = indexOfByte(buf, from, Math.min(end, from + 6), 0x2d);
  if (dash > 0) announced.expect(UDP, number(buf, dash + 1, end), Hint.Rtcp);
}

/** The decimal number at off; 0 where none stands or it is no port. */
function number(buf: Uint8Array, off: number, end: number): number {
  let value = 0;
  for (let at = off; at < end && at < off + 6 && isDigit(buf[at]); at++) value = value * 10 + buf[at] - 48;
  return value > 0xffff ? 0 : value;
}
