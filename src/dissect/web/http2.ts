/**
 * HTTP/2 in clear, RFC 9113: with prior knowledge (§3.3), told by the client's preface, or after an upgrade of HTTP/1.1 (h2c). All blocks of
 * headers are read, of every stream, as long as none was missed; gRPC (its "PROTOCOL-HTTP2" document) is told by content type, path and status.
 */
import { fact } from '#fields/table.ts';
import { startsWith, u16, u24, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';
import { type HpackTable, readHeaders } from './hpack.ts';
import * as headers from './http-facts.ts';
import { openTables, tableOf } from './http2-tables.ts';

const METHOD = fact('http.method');
const PATH = fact('http.path');
const STATUS = fact('http.status');
const VERSION = fact('http.version');
const REQUESTS = fact('http.requests');
const RESPONSES = fact('http.responses');
const WORST = fact('http.worst');
const GRPC_METHODS = fact('grpc.methods');
const GRPC_STATUS = fact('grpc.status');

const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const FRAME_BYTES = 9;
const HEADERS = 1;
const SETTINGS = 4;
const SETTING_BYTES = 6;
const LAST_SETTING = 9;
const LAST_TYPE = 16; // PRIORITY_UPDATE, RFC 9218
const WINDOW_UPDATE = 8;
const PUSH_PROMISE = 5;
const CONTINUATION = 9;
const END_HEADERS = 4;
const PADDED = 8;
const PRIORITY = 0x20;
const LARGEST_FRAME = 1 << 24;
const LARGEST_BLOCK = 8192;
const STREAM_BITS = 0x7fffffff;

// stateA: what was read, and the number of the flow's tables; stateB: number of the client's latest stream
const REQUEST_READ = 1;
const RESPONSE_READ = 2;
const TABLES_SHIFT = 8;
const MOST_TABLES = 0x7fffff;

/** Codes of gRPC, https://grpc.io/docs/guides/status-codes/ */
const GRPC_CODES = (
  'OK CANCELLED UNKNOWN INVALID_ARGUMENT DEADLINE_EXCEEDED NOT_FOUND ALREADY_EXISTS PERMISSION_DENIED RESOURCE_EXHAUSTED ' +
  'FAILED_PRECONDITION ABORTED OUT_OF_RANGE UNIMPLEMENTED INTERNAL UNAVAILABLE DATA_LOSS UNAUTHENTICATED'
).split(' ');

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

/** What the block that was read says beside its facts. */
const told = { status: 0, path: '', isGrpc: false };

/** Reads `block`; `first`: of its side, so that its facts are the flow's. */
function readBlock(bytes: number, isRequest: boolean, first: boolean, table: HpackTable, facts: Facts): void {
  told.status = 0;
  told.path = '';
  told.isGrpc = false;
  readHeaders(
    block,
    0,
    bytes,
    (name, text) => {
      if (name === ':path') told.path = text;
      else if (name === ':status') told.status = /^[1-9]\d\d$/.test(text) ? Number(text) : 0;
      else if (name === 'content-type') told.isGrpc = text.startsWith('application/grpc');
      else if (name === 'grpc-status' && !isRequest && /^\d{1,2}$/.test(text))
        facts.list(GRPC_STATUS, GRPC_CODES[Number(text)] ?? text);
      if (first) writeHeader(name, text, isRequest, facts);
      else if (isRequest && (name === ':authority' || name === 'host'))
        headers.writeFurtherHost(value, 0, bytesOf(text), facts);
    },
    table,
  );
  if (isRequest && told.isGrpc && /^\/[\x21-\x7e]{1,120}$/.test(told.path))
    facts.list(GRPC_METHODS, told.path.slice(1));
}

function writeHeader(name: string, text: string, isRequest: boolean, facts: Facts): void {
  if (name === ':method') facts.word(METHOD, text);
  else if (name === ':path') facts.word(PATH, text);
  else if (name === 'content-length' && !isRequest)
    headers.writeLength(/^\d{1,10}$/.test(text) ? Number(text) : 0, facts);
  else (isRequest ? OF_REQUEST : OF_RESPONSE)[name]?.(value, 0, bytesOf(text), facts);
}

/** Puts the text into `value`, as many bytes as fit. */
function bytesOf(text: string): number {
  const length = Math.min(text.length, value.length);
  for (let i = 0; i < length; i++) value[i] = text.charCodeAt(i);
  return length;
}

/** A block of headers whose frame begins at `at`: a request, an answer, a promise, or trailers. */
function readHeaderFrame(payload: Payload, at: number, bytes: number, client: boolean, facts: Facts): void {
  const table = tableOf(tablesOf(payload), client);
  const isPromise = payload.buf[at + 3] === PUSH_PROMISE;
  const isLost = table === undefined || table.isLost;
  if (bytes > 0 && !isLost) {
    const mark = client ? REQUEST_READ : RESPONSE_READ;
    const first = !isPromise && (payload.stateA & mark) === 0;
    readBlock(bytes, client, first, table, facts);
    if (!isPromise && (client || told.status === 101 || told.status >= 200)) payload.stateA |= mark;
    if (!client && !isPromise && told.status >= 200) {
      facts.count(RESPONSES);
      if (first) facts.number(STATUS, told.status);
      else facts.most(WORST, told.status);
    }
  } else if (table !== undefined) table.isLost = true;
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
      if ((flags & PADDED) !== 0) to -= from < to ? buf[from++] : 1; // without its length it is broken
      if (buf[off + 3] === PUSH_PROMISE) from += 4;
      else if ((flags & PRIORITY) !== 0) from += 5;
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
  if (tablesOf(payload) === 0) payload.stateA = (payload.stateA | (openTables(MOST_TABLES) << TABLES_SHIFT)) >>> 0;
  while (end - payload.off >= FRAME_BYTES) {
    const at = payload.off;
    if (client && startsWith(buf, at, end, 'PRI * ')) {
      if (end - at < PREFACE.length) return isCut ? Progress.Other : Progress.Next;
      payload.off = at + PREFACE.length;
      continue;
    }
    const type = buf[at + 3];
    if (type > LAST_TYPE) return Progress.Other;
    if (type === HEADERS || type === PUSH_PROMISE) {
      const bytes = gather(buf, at, end);
      if (bytes < 0 && !isCut && end - at < MAX_PREFIX_BYTES - 1) return Progress.Next;
      readHeaderFrame(payload, at, bytes, client, facts);
      const stream = u32(buf, at + 5) & STREAM_BITS;
      if (client && type === HEADERS && stream > payload.stateB) {
        payload.stateB = stream;
        facts.count(REQUESTS);
      }
    }
    payload.off = Math.min(at + FRAME_BYTES + u24(buf, at), at + LARGEST_FRAME);
  }
  return isCut && payload.off < end ? Progress.Other : Progress.Next;
}

/** Number of the flow's tables; 0 = none yet. The highest bit of stateA is another's (http.ts). */
const tablesOf = ({ stateA }: Payload): number => (stateA >>> TABLES_SHIFT) & MOST_TABLES;

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
  if (stop === end) return true;
  if (end - stop < FRAME_BYTES || buf[stop + 3] > LAST_TYPE || u32(buf, stop + 5) >>> 31 !== 0) return false;
  const [next, length] = [buf[stop + 3], u24(buf, stop)]; // mostly an acknowledgement or a larger window
  if (next === SETTINGS) return length % SETTING_BYTES === 0 && u32(buf, stop + 5) === 0;
  if (next === WINDOW_UPDATE) return length === 4;
  return stop > off + FRAME_BYTES;
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
