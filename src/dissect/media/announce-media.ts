/**
 * Media that signalling announces: "m=audio 49170 RTP/AVP" lines of SDP (RFC 8866 §5.14) in SIP, MGCP and Megaco, with the
 * RTCP port behind or in "a=rtcp:" (RFC 3605), names of payload types and ICE candidates, and client_port and server_port of RTSP's Transport header (RFC 2326 §12.39).
 */
import { type IpWords, parseIp } from '#base/address.ts';
import { UDP } from '#registry/ip-protocols.ts';
import { type Announcements, Hint } from '../announcements.ts';
import { indexOfByte, indexOfText, isDigit, isText, lineEnd, startsWith, startsWithNoCase } from '../bytes.ts';
import type { Payload } from '../dissector.ts';
import { Proof } from '../endpoints.ts';

const MOST_LINES = 200;
const ADDRESS_AT = 'c=IN IP4 '.length;
const LONGEST_ADDRESS = 47; // of IPv6, with its line's end

interface Media {
  readonly port: number;
  readonly hint: Hint;
}
const NOTHING: Media = { port: 0, hint: Hint.None };

/** Announces the media of each SDP line in the payload. */
export function announceSdp({ buf, off, end }: Payload, announced: Announcements): void {
  let at = off;
  let session: IpWords | undefined; // the address before all media; each media may have its own
  let own: IpWords | undefined;
  let media: Media | undefined;
  for (let lines = 0; lines < MOST_LINES && at + 8 < end; lines++) {
    if (buf[at] === 0x6d && buf[at + 1] === 0x3d) {
      tellMedia(media, own ?? session, announced);
      media = readMedia(buf, at + 2, end);
      own = undefined;
      if (media.hint !== Hint.None) announced.expect(UDP, media.port, media.hint);
      if (media.hint === Hint.Rtp) announced.expect(UDP, media.port + 1, Hint.Rtcp);
    } else if (buf[at] === 0x63 && startsWith(buf, at, end, 'c=IN IP')) {
      if (media === undefined) session = connectionAddress(buf, at + ADDRESS_AT, end);
      else own = connectionAddress(buf, at + ADDRESS_AT, end);
    } else if (media?.hint === Hint.Rtp && buf[at] === 0x61 && startsWith(buf, at, end, 'a=rtpmap:'))
      nameCodec(buf, at + 9, end, media.port, announced);
    else if (buf[at] === 0x61 && startsWith(buf, at, end, 'a=rtcp:'))
      announced.expect(UDP, number(buf, at + 7, end), Hint.Rtcp);
    else if (buf[at] === 0x61 && startsWith(buf, at, end, 'a=candidate:'))
      announced.expect(UDP, candidatePort(buf, at + 12, end), Hint.Rtp);
    const line = indexOfByte(buf, at, end, 0x0a);
    if (line < 0) break;
    at = line + 1;
    while (at < end && (buf[at] === 0x20 || buf[at] === 0x09)) at++;
  }
  tellMedia(media, own ?? session, announced);
}

/** The media's own port and, of RTP, the next, at an address that may be neither of those who signal. */
function tellMedia(media: Media | undefined, words: IpWords | undefined, announced: Announcements): void {
  if (media === undefined || words === undefined || media.hint === Hint.None) return;
  announced.endpoint(words, media.port, UDP, media.hint, Proof.BothAnnounced);
  if (media.hint === Hint.Rtp) announced.endpoint(words, media.port + 1, UDP, Hint.Rtcp, Proof.BothAnnounced);
}

/** Address of "c=IN IP4 192.0.2.1", RFC 8866 §5.7, from behind the 4; undefined for names and groups with a TTL. */
function connectionAddress(buf: Uint8Array, off: number, end: number): IpWords | undefined {
  const stop = lineEnd(buf, off, Math.min(end, off + LONGEST_ADDRESS));
  if (stop <= off) return undefined;
  return parseIp(
    Buffer.from(buf.buffer, buf.byteOffset + off, stop - off)
      .toString('latin1')
      .trim(),
  )?.words;
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

/** "audio 49170 RTP/AVP 0": RTP, T.38 over UDPTL, or nothing that is awaited. */
function readMedia(buf: Uint8Array, off: number, end: number): Media {
  const blank = indexOfByte(buf, off, Math.min(end, off + 16), 0x20);
  const port = blank < 0 ? 0 : number(buf, blank + 1, end);
  const protocol = blank < 0 ? 0 : indexOfByte(buf, blank + 1, Math.min(end, blank + 14), 0x20) + 1;
  if (protocol === 0 || port === 0) return NOTHING;
  if (startsWith(buf, protocol, end, 'udptl')) return { port, hint: Hint.T38 };
  const isRtp = startsWith(buf, protocol, end, 'RTP/') || startsWith(buf, protocol, end, 'UDP/TLS/RTP/');
  return isRtp ? { port, hint: Hint.Rtp } : NOTHING;
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
