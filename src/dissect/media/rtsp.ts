/** Real-Time Streaming Protocol, RFC 2326 §6 and RFC 7826 §7: "METHOD rtsp://… RTSP/x.y" and "RTSP/x.y nnn". */

import { fact } from '#fields/table.ts';
import { headerValue, indexOfText, isText, lineEnd, mayBecome, startsWith, u16 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { announceRtsp } from './announce-media.ts';

const HOST = fact('host');
const CLIENT = fact('software.client');
const SERVER = fact('software.server');

const METHODS = [
  'OPTIONS rtsp://',
  'DESCRIBE rtsp://',
  'SETUP rtsp://',
  'PLAY rtsp://',
  'ANNOUNCE rtsp://',
  'RTSP/1.0 ',
];
const LONGEST_LINE = 1024;
const INTERLEAVED = 0x24;

/** A request line whose end is yet to come. */
function isOpen(buf: Uint8Array, off: number, end: number, method: string): boolean {
  return end - off < LONGEST_LINE && startsWith(buf, off, end, method);
}

/** RTP or RTCP version 2 in a stream whose beginning was not captured, RFC 2326 §10.12: "$", channel, length. */
function isMedia(buf: Uint8Array, off: number, end: number): boolean {
  return end - off >= 12 && buf[off + 1] < 16 && u16(buf, off + 2) >= 8 && buf[off + 4] >> 6 === 2;
}

const isOwn = (port: number): boolean => port === 554 || port === 8554;

export const rtsp: Dissector = {
  app: 'rtsp',
  announces: announceRtsp,
  over: [6, 17],
  ports: [554, 8554],
  firstBytes: [0x52, 0x4f, 0x44, 0x53, 0x50, 0x47, 0x41, 0x54, 0x46, INTERLEAVED],
  probe({ buf, off, end, proto, sendPort, recvPort }) {
    if (buf[off] === INTERLEAVED)
      return proto === 6 && isMedia(buf, off, end) && (isOwn(sendPort) || isOwn(recvPort)) ? Verdict.Yes : Verdict.No;
    if (startsWith(buf, off, end, 'RTSP/1.0 ') || startsWith(buf, off, end, 'RTSP/2.0 ')) return Verdict.Yes;
    const stop = lineEnd(buf, off, Math.min(end, off + 1024));
    if (
      stop === end &&
      proto === 6 &&
      METHODS.some((method) => mayBecome(buf, off, end, method) || isOpen(buf, off, end, method))
    )
      return Verdict.More;
    if (stop - off < 16 || !startsWith(buf, stop - 8, stop, 'RTSP/') || !isText(buf, off, stop)) return Verdict.No;
    return Verdict.Yes;
  },
  parse({ buf, off, end, fromSrc }, facts) {
    const uri = indexOfText(buf, off, Math.min(end, off + 64), 'rtsp://');
    if (fromSrc && uri > 0) {
      let stop = uri + 7;
      while (stop < end && buf[stop] !== 0x2f && buf[stop] !== 0x3a && buf[stop] !== 0x20) stop++;
      facts.text(HOST, buf, uri + 7, stop);
    }
    const agent = headerValue(buf, off, end, fromSrc ? 'user-agent:' : 'server:');
    if (agent > 0) facts.text(fromSrc ? CLIENT : SERVER, buf, agent, lineEnd(buf, agent, end));
    return facts.has(CLIENT) && facts.has(SERVER) ? Progress.Done : Progress.More;
  },
};
