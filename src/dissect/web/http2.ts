/**
 * HTTP/2 in clear, RFC 9113: with prior knowledge (§3.3), told by the client's preface, or after an upgrade of HTTP/1.1 (h2c). The first
 * block of headers of either side is read; later requests are counted by their streams.
 */
import { fact } from '#fields/table.ts';
import { startsWith, u16, u24, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';
import { readHeaders } from './hpack.ts';
import * as headers from './http-facts.ts';

const METHOD = fact('http.method');
const PATH = fact('http.path');
const STATUS = fact('http.status');
const VERSION = fact('http.version');
const REQUESTS = fact('http.requests');

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const FRAME_BYTES = 9;
const HEADERS = 1;
const SETTINGS = 4;
const SETTING_BYTES = 6;
const LAST_SETTING = 9;
const LAST_TYPE = 16; // PRIORITY_UPDATE, RFC 9218
const CONTINUATION = 9;
const END_HEADERS = 4;
const PADDED = 8;
const PRIORITY = 0x20;
const LARGEST_FRAME = 1 << 24;
const LARGEST_BLOCK = 8192;
const STREAM_BITS = 0x7fffffff;

// stateA: what was read; stateB: number of the client's latest stream
const REQUEST_READ = 1;
const RESPONSE_READ = 2;

const block = new Uint8Array(LARGEST_BLOCK);
const value = new Uint8Array(2048);

type Write = (buf: Uint8Array, off: number, end: number, facts: Facts) => void;
const OF_REQUEST: Readonly<Record<string, Write>> = {
  ':authority': headers.writeHost,
  host: headers.writeHost,
  'user-agent': headers.writeUserAgent,
  referer: headers.writeReferer,
  authorization: headers.writeAuthorization,
};
const OF_RESPONSE: Readonly<Record<string, Write>> = {
  'content-type': headers.writeContentType,
  server: headers.writeServer,
  location: headers.writeLocation,
};

function writeBlock(bytes: number, isRequest: boolean, facts: Facts): void {
  readHeaders(block, 0, bytes, (name, text) => {
    if (name === ':method') facts.word(METHOD, text);
    else if (name === ':path') facts.word(PATH, text);
    else if (name === ':status' && /^[1-9]\d\d$/.test(text)) facts.number(STATUS, Number(text));
    else if (name === 'content-length' && !isRequest)
      headers.writeLength(/^\d{1,10}$/.test(text) ? Number(text) : 0, facts);
    else {
      const write = (isRequest ? OF_REQUEST : OF_RESPONSE)[name];
      if (write === undefined) return;
      const length = Math.min(text.length, value.length);
      for (let i = 0; i < length; i++) value[i] = text.charCodeAt(i);
      write(value, 0, length, facts);
    }
  });
}

/** Gathers the header block that begins with the frame at off, its CONTINUATION frames behind it; its bytes, -1 when it is not whole yet. */
function gather(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  let length = 0;
  for (let first = true; at + FRAME_BYTES <= end; first = false) {
    const flags = buf[at + 4];
    if (!first && buf[at + 3] !== CONTINUATION) return 0;
    let from = at + FRAME_BYTES;
    let to = from + u24(buf, at);
    const next = to;
    if (next > end) return -1;
    if (first) {
      if ((flags & PADDED) !== 0) to -= buf[from++];
      if ((flags & PRIORITY) !== 0) from += 5;
    }
    if (to < from || length + to - from > LARGEST_BLOCK) return 0;
    block.set(buf.subarray(from, to), length);
    length += to - from;
    if ((flags & END_HEADERS) !== 0) return length;
    at = next;
  }
  return -1;
}

/** Frames from payload.off on. `client`: sent by it. */
export function parseFrames(payload: Payload, facts: Facts, client: boolean): Progress {
  const { buf, end, wireLength, off } = payload;
  const isCut = wireLength > end - off;
  if (payload.gap) return Progress.Other; // where the next frame begins is not known
  if (!client && (payload.stateA & RESPONSE_READ) !== 0) return Progress.Other;
  while (end - payload.off >= FRAME_BYTES) {
    const at = payload.off;
    if (client && startsWith(buf, at, end, 'PRI * ')) {
      if (end - at < PREFACE.length) return isCut ? Progress.Other : Progress.Next;
      payload.off = at + PREFACE.length;
      continue;
    }
    const type = buf[at + 3];
    if (type > LAST_TYPE) return Progress.Other;
    if (type === HEADERS) {
      const stream = u32(buf, at + 5) & STREAM_BITS;
      const mark = client ? REQUEST_READ : RESPONSE_READ;
      if ((payload.stateA & mark) === 0) {
        const bytes = gather(buf, at, end);
        if (bytes < 0 && !isCut && end - at < MAX_PREFIX_BYTES - 1) return Progress.Next;
        if (bytes > 0) writeBlock(bytes, client, facts);
        payload.stateA |= mark;
      }
      if (client && stream > payload.stateB) {
        payload.stateB = stream;
        facts.count(REQUESTS);
      }
    }
    payload.off = Math.min(at + FRAME_BYTES + u24(buf, at), at + LARGEST_FRAME);
  }
  return isCut && payload.off < end ? Progress.Other : Progress.Next;
}

/** The server's preface, RFC 9113 §3.4: SETTINGS on stream 0, whose identifiers are known (§6.5.2, RFC 8441, RFC 9218). */
function isSettings(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < FRAME_BYTES || buf[off + 3] !== SETTINGS || buf[off + 4] !== 0 || u32(buf, off + 5) !== 0)
    return false;
  const stop = off + FRAME_BYTES + u24(buf, off);
  if (stop > end || u24(buf, off) % SETTING_BYTES !== 0) return false;
  for (let at = off + FRAME_BYTES; at < stop; at += SETTING_BYTES) {
    const setting = u16(buf, at);
    if (setting === 0 || setting > LAST_SETTING) return false;
  }
  return stop === end || (end - stop >= FRAME_BYTES && buf[stop + 3] <= LAST_TYPE && u32(buf, stop + 5) >>> 31 === 0);
}

export const http2: Dissector = {
  app: 'http2',
  over: [6],
  ports: [],
  firstBytes: [0x50, 0],
  everyDatagram: true,
  probe({ buf, off, end, index }) {
    if (buf[off] === 0) return index === 0 && isSettings(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (startsWith(buf, off, end, PREFACE)) return Verdict.Yes;
    return end - off < PREFACE.length && startsWith(buf, off, end, PREFACE.slice(0, end - off))
      ? Verdict.More
      : Verdict.No;
  },
  parse(payload, facts) {
    facts.word(VERSION, '2');
    return parseFrames(payload, facts, payload.fromSrc);
  },
};
