/**
 * DCE/RPC, C706 §12.6.3 (connection-oriented: version 5.0 or 5.1, type, flags, data representation, fragment length) and
 * §12.5.2 (datagrams: version 4).
 */

import { fact } from '#fields/table.ts';
import { dcerpcInterface } from '#registry/dcerpc-interfaces.ts';
import { u16, u16le, u32 } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { parseMessages } from '../framed.ts';
import { announceEndpoints } from '../media/announce-calls.ts';
import { writeLogon } from './gss.ts';

const INTERFACE = fact('dcerpc.interface');
const LITTLE = 0x10; // integers little-endian, characters ASCII
const FIRST_OR_LAST = 3;
const BIND = 11;
const ALTER_CONTEXT = 14;
const AUTH_3 = 16;
const HEADER_BYTES = 16;
const BIND_BYTES = 28; // up to the first context
const CONTEXT_BYTES = 24; // number, count of transfer syntaxes, abstract syntax
const SYNTAX_BYTES = 20;
const MOST_CONTEXTS = 8;
const DATAGRAM_HEADER = 80;
const DATAGRAM_INTERFACE = 24;

/** The UUID at off, in the byte order of the message. */
function uuid(buf: Uint8Array, off: number, little: boolean): string {
  const text = (from: number, to: number): string =>
    Buffer.from(buf.buffer, buf.byteOffset + off + from, to - from).toString('hex');
  const turned = (from: number, to: number): string =>
    little ? Buffer.from(buf.slice(off + from, off + to).reverse()).toString('hex') : text(from, to);
  return `${turned(0, 4)}-${turned(4, 6)}-${turned(6, 8)}-${text(8, 10)}-${text(10, 16)}`;
}

/** Fragment length, at 8; 0 = not told yet, -1 = no message begins here. */
function messageBytes(buf: Uint8Array, off: number, end: number): number {
  if (buf[off] !== 5) return -1;
  if (end - off < HEADER_BYTES) return 0;
  const length = (buf[off + 4] & LITTLE) !== 0 ? u16le(buf, off + 8) : u16(buf, off + 8);
  return length < HEADER_BYTES ? -1 : length;
}

/** Interfaces a client binds to (C706 §12.6.4.3), and who logs on by NTLM in the message's verifier. */
function readMessage(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (end - off < HEADER_BYTES) return;
  const kind = buf[off + 2];
  const little = (buf[off + 4] & LITTLE) !== 0;
  const verifier = little ? u16le(buf, off + 10) : u16(buf, off + 10);
  if ((kind === BIND || kind === ALTER_CONTEXT || kind === AUTH_3) && verifier > 0 && verifier <= end - off)
    writeLogon(buf, end - verifier, end, facts);
  if ((kind !== BIND && kind !== ALTER_CONTEXT) || end - off < BIND_BYTES) return;
  const contexts = Math.min(buf[off + HEADER_BYTES + 8], MOST_CONTEXTS);
  let at = off + BIND_BYTES;
  for (let n = 0; n < contexts && end - at >= CONTEXT_BYTES; n++) {
    facts.list(INTERFACE, dcerpcInterface(uuid(buf, at + 4, little)));
    at += CONTEXT_BYTES + SYNTAX_BYTES * buf[at + 2];
  }
}

export const dcerpc: Dissector = {
  app: 'dcerpc',
  announces: announceEndpoints,
  over: [6, 17],
  ports: [135, 593],
  firstBytes: [4, 5],
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (proto === 17) {
      if (
        end - off < DATAGRAM_HEADER ||
        buf[off] !== 4 ||
        buf[off + 1] > 10 ||
        buf[off + 4] !== LITTLE ||
        u16(buf, off + 5) !== 0
      )
        return Verdict.No;
      const identified = u32(buf, off + 24) !== 0 && u32(buf, off + 40) !== 0; // interface and activity
      return identified && u16le(buf, off + 74) + DATAGRAM_HEADER === wireLength ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] !== 5) return Verdict.No;
    const own = sendPort === 135 || recvPort === 135;
    if (end - off < 24)
      return (end - off < 2 || buf[off + 1] <= 1) && (end - off < 5 || buf[off + 4] === LITTLE || own)
        ? Verdict.More
        : Verdict.No;
    const little = buf[off + 4] === LITTLE;
    if (buf[off + 1] > 1 || buf[off + 2] > 19 || (!little && buf[off + 4] !== 0)) return Verdict.No;
    if (!little && !own && (buf[off + 2] !== BIND || u16(buf, off + 8) !== wireLength)) return Verdict.No;
    if (buf[off + 5] !== 0 || u16(buf, off + 6) !== 0 || (buf[off + 3] & FIRST_OR_LAST) === 0) return Verdict.No;
    const length = little ? u16le(buf, off + 8) : u16(buf, off + 8);
    return length >= 24 && (little ? u16le(buf, off + 10) : u16(buf, off + 10)) < length ? Verdict.Yes : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, off, proto } = payload;
    if (proto !== 17)
      return parseMessages(payload, facts, messageBytes, (_payload, _facts, from, to) => {
        readMessage(buf, from, to, facts);
        return true;
      });
    facts.list(INTERFACE, dcerpcInterface(uuid(buf, off + DATAGRAM_INTERFACE, true)));
    return Progress.Done;
  },
};
