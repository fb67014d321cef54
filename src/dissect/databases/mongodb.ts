/**
 * MongoDB wire protocol, MongoDB manual "Wire Protocol": 16 bytes header, little-endian, then OP_MSG, OP_QUERY, OP_REPLY … Of its commands
 * database, driver and user are read (hello, saslStart), never what proves him.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, indexOfText, u32le } from '../bytes.ts';
import { BSON_BINARY, BSON_DOCUMENT, BSON_STRING, eachBsonElement } from '../codec/bson.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { parseMessages } from '../framed.ts';

const USER = fact('user');
const DATABASE = fact('database');
const CLIENT = fact('software.client');
const SYSTEM_DATABASE = 'admin';
const HEADER_BYTES = 16;
const LONGEST = 48 * 1024 * 1024;
const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_COMPRESSED = 2012;
const OP_MSG = 2013;

export const mongodb: Dissector = {
  app: 'mongodb',
  over: [6],
  ports: [27017, 27018, 27019],
  probe({ buf, off, end }) {
    if (end - off < HEADER_BYTES + 10) return end - off < 4 || buf[off + 3] <= 2 ? Verdict.More : Verdict.No;
    const length = u32le(buf, off);
    if (length < HEADER_BYTES + 10 || length > LONGEST) return Verdict.No;
    const body = off + HEADER_BYTES;
    const flags = u32le(buf, body);
    switch (u32le(buf, off + 12)) {
      case OP_REPLY:
        if (flags > 15 || u32le(buf, off + 8) === 0 || length < 41 || end - body < 25) return Verdict.No;
        // type and name of its first element, unless it is empty
        if (buf[body + 24] !== 0 && (buf[body + 24] > 0x13 || u32le(buf, body + 20) < 8)) return Verdict.No;
        if (buf[body + 24] !== 0 && end - body > 25 && buf[body + 25] < 0x20) return Verdict.No;
        return u32le(buf, body + 20) + 36 <= length && u32le(buf, body + 20) >= 5 ? Verdict.Yes : Verdict.No; // the first document
      case OP_QUERY:
        return flags <= 0xff && buf[body + 4] >= 0x21 && buf[body + 4] < 0x7f && buf[body + 5] >= 0x21
          ? Verdict.Yes
          : Verdict.No;
      case OP_COMPRESSED:
        return flags >= 2001 && flags <= OP_MSG && buf[body + 8] <= 3 ? Verdict.Yes : Verdict.No;
      case OP_MSG:
        return (flags & ~0x10003) === 0 && buf[body + 4] <= 1 && u32le(buf, body + 5) < length
          ? Verdict.Yes
          : Verdict.No;
      default:
        return Verdict.No;
    }
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, messageBytes, ({ buf, fromSrc }, _facts, off, end) => {
      if (fromSrc) readMessage(buf, off, end, facts);
      return true;
    }),
};

function messageBytes(buf: Uint8Array, off: number, end: number): number {
  if (end - off < HEADER_BYTES) return 0;
  const length = u32le(buf, off);
  return length < HEADER_BYTES || length > LONGEST ? -1 : length;
}

function readMessage(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const body = off + HEADER_BYTES;
  if (end - body < 10) return;
  const code = u32le(buf, off + 12);
  if (code === OP_MSG && buf[body + 4] === 0) readCommand(buf, body + 5, end, facts);
  else if (code === OP_QUERY) {
    const name = body + 4; // "shop.$cmd"
    const zero = indexOfByte(buf, name, end, 0);
    if (zero < 0) return;
    const point = indexOfByte(buf, name, zero, 0x2e);
    if (point > name) writeDatabase(text(buf, name, point), facts);
    readCommand(buf, zero + 9, end, facts); // behind how many to skip and to give
  }
}

function readCommand(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  eachBsonElement(buf, off, end, (name, type, from, to) => {
    if (name === '$db' && type === BSON_STRING) writeDatabase(text(buf, from, to), facts);
    else if (name === 'saslSupportedMechs' && type === BSON_STRING) {
      const point = indexOfByte(buf, from, to, 0x2e); // "shop.anna"
      if (point > from) {
        writeDatabase(text(buf, from, point), facts);
        if (point + 1 < to) facts.text(USER, buf, point + 1, to);
      }
    } else if (name === 'payload' && type === BSON_BINARY) {
      const user = indexOfText(buf, from, Math.min(to, from + 8), 'n='); // SCRAM, RFC 5802 §5.1: "n,,n=anna,r=…"
      const comma = user < 0 ? -1 : indexOfByte(buf, user + 2, to, 0x2c);
      if (comma > user + 2) facts.text(USER, buf, user + 2, comma);
    } else if (name === 'client' && type === BSON_DOCUMENT) readClient(buf, from, to, facts);
  });
}

/** Driver and version, as hello tells them. */
function readClient(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  eachBsonElement(buf, off, end, (part, type, from, to) => {
    if (part !== 'driver' || type !== BSON_DOCUMENT) return;
    const said = new Map<string, string>();
    eachBsonElement(buf, from, to, (name, kind, at, stop) => {
      if (kind === BSON_STRING) said.set(name, text(buf, at, stop));
    });
    const driver = [said.get('name'), said.get('version')].filter(Boolean).join(' ');
    if (driver !== '') facts.word(CLIENT, driver);
  });
}

/** The first database that is not the system's own. */
function writeDatabase(name: string, facts: Facts): void {
  if (name !== '' && (name !== SYSTEM_DATABASE || !facts.has(DATABASE))) facts.word(DATABASE, name);
}

const text = (buf: Uint8Array, off: number, end: number): string =>
  Buffer.from(buf.buffer, buf.byteOffset + off, Math.max(0, Math.min(end - off, 256))).toString('utf8');
