/**
 * IKEv1 (RFC 2408 §3, RFC 2409) and IKEv2 (RFC 7296 §3), on port 4500 behind four zero bytes (RFC 3948 §2.2): exchanges, what was offered and
 * chosen, errors, vendors, and of aggressive mode the user. What is encrypted is not read.
 */
import { fact } from '#fields/table.ts';
import {
  IKE_EXCHANGES,
  IKE_VENDORS,
  IKE1_ERRORS,
  IKE2_ERRORS,
  ikeAttribute,
  ikeTransform,
} from '#registry/ike-names.ts';
import { isText, u16, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const VERSION = fact('ike.version');
const EXCHANGES = fact('ike.exchanges');
const OFFERED = fact('ike.offered');
const CHOSEN = fact('ike.proposal');
const FAULTS = fact('ike.error');
const USER = fact('user');
const CLIENT = fact('software.client');
const SERVER = fact('software.server');

const HEADER_BYTES = 28;
const PAYLOAD_BYTES = 4;
const MOST_PAYLOADS = 24;
const MOST_TRANSFORMS = 64;
const ENCRYPTED_1 = 1; // flag of version 1
const RESPONSE_2 = 0x20; // flag of version 2
const LAST_ERROR = 16383;
const KEY_LENGTH = 14; // attribute of either version
const SHORT = 0x8000; // attribute whose value stands in its head

// payloads
const SA_1 = 1;
const ID_1 = 5;
const NOTIFY_1 = 11;
const VENDOR_1 = 13;
const SA_2 = 33;
const NOTIFY_2 = 41;
const VENDOR_2 = 43;
const ENCRYPTED_2 = 46;
const ENCRYPTED_FRAGMENT_2 = 53;

function isHeader(buf: Uint8Array, off: number, end: number, stop: number): boolean {
  if (end - off < HEADER_BYTES || (u32(buf, off) === 0 && u32(buf, off + 4) === 0)) return false;
  const version = buf[off + 17];
  const exchange = buf[off + 18];
  const v1 = version === 0x10 && ((exchange >= 1 && exchange <= 6) || exchange === 32 || exchange === 33);
  const v2 = version >> 4 === 2 && exchange >= 34 && exchange <= 44;
  if (!v1 && !v2) return false;
  return off + u32(buf, off + 24) === stop;
}

/** Attributes of a transform in [off, end): calls back with type and value of those that are short. */
function eachAttribute(buf: Uint8Array, off: number, end: number, visit: (type: number, value: number) => void): void {
  for (let at = off; end - at >= 4; ) {
    const type = u16(buf, at);
    const value = u16(buf, at + 2);
    if ((type & SHORT) !== 0) visit(type & ~SHORT, value);
    at += (type & SHORT) !== 0 ? 4 : 4 + value;
  }
}

/** Names of what the transforms in [off, end) are; `isFirst`: of version 1. */
function transforms(buf: Uint8Array, off: number, end: number, isFirst: boolean): string[] {
  const names: string[] = [];
  for (let at = off, n = 0; end - at >= 8 && n < MOST_TRANSFORMS; n++) {
    const stop = at + u16(buf, at + 2);
    if (stop < at + 8 || stop > end) break;
    let keyBits = 0;
    eachAttribute(buf, at + 8, stop, (type, value) => {
      if (type === KEY_LENGTH) keyBits = value;
    });
    if (isFirst) eachAttribute(buf, at + 8, stop, (type, value) => names.push(ikeAttribute(type, value, keyBits)));
    else names.push(ikeTransform(buf[at + 4], u16(buf, at + 6), keyBits));
    at = stop;
  }
  return [...new Set(names)].filter((name) => name !== '');
}

/** Proposals in [off, end): number, protocol (1 = IKE), size of an identifier, number of transforms, that identifier, the transforms. */
function readProposals(
  buf: Uint8Array,
  off: number,
  end: number,
  isFirst: boolean,
  isAnswer: boolean,
  facts: Facts,
): void {
  for (let at = off; end - at >= 8; ) {
    const stop = at + u16(buf, at + 2);
    if (stop < at + 8 || stop > end || buf[at + 5] !== 1) return;
    const names = transforms(buf, at + 8 + buf[at + 6], stop, isFirst);
    if (isAnswer) {
      if (names.length > 0) facts.word(CHOSEN, names.join(' '));
      return;
    }
    for (const name of names) facts.list(OFFERED, name);
    at = stop;
  }
}

function readVendor(buf: Uint8Array, off: number, end: number, isAnswer: boolean, facts: Facts): void {
  const field = isAnswer ? SERVER : CLIENT;
  if (facts.has(field)) return;
  const bytes = Buffer.from(buf.buffer, buf.byteOffset + off, Math.min(end - off, 16)).toString('hex');
  const known = IKE_VENDORS.find(([start]) => bytes.startsWith(start));
  if (known !== undefined) facts.word(field, known[1]);
}

function readMessage(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  const isFirst = buf[off + 17] === 0x10;
  const exchange = buf[off + 18];
  const flags = buf[off + 19];
  facts.word(VERSION, isFirst ? '1.0' : '2.0');
  facts.list(EXCHANGES, IKE_EXCHANGES[exchange] ?? '');
  if (isFirst && (flags & ENCRYPTED_1) !== 0) return;
  // who answers has a number of his own in main and aggressive mode; in version 2 a flag
  const isAnswer = isFirst ? (u32(buf, off + 8) | u32(buf, off + 12)) !== 0 : (flags & RESPONSE_2) !== 0;
  let kind = buf[off + 16];
  for (let at = off + HEADER_BYTES, n = 0; kind !== 0 && end - at >= PAYLOAD_BYTES && n < MOST_PAYLOADS; n++) {
    const stop = at + u16(buf, at + 2);
    const body = at + PAYLOAD_BYTES;
    if (stop < body || stop > end || kind === ENCRYPTED_2 || kind === ENCRYPTED_FRAGMENT_2) return;
    if (kind === SA_1 && isFirst) readProposals(buf, body + 8, stop, true, isAnswer, facts);
    else if (kind === SA_2) readProposals(buf, body, stop, false, isAnswer, facts);
    else if (kind === (isFirst ? VENDOR_1 : VENDOR_2)) readVendor(buf, body, stop, isAnswer, facts);
    else if (kind === NOTIFY_1 && isFirst && stop - body >= 8) writeError(IKE1_ERRORS, u16(buf, body + 6), facts);
    else if (kind === NOTIFY_2 && stop - body >= 4) writeError(IKE2_ERRORS, u16(buf, body + 2), facts);
    else if (kind === ID_1 && isFirst && !isAnswer && stop - body > 4 && isText(buf, body + 4, stop))
      facts.text(USER, buf, body + 4, stop);
    kind = buf[at];
    at = stop;
  }
}

function writeError(names: Readonly<Record<number, string>>, code: number, facts: Facts): void {
  if (code <= LAST_ERROR && names[code] !== undefined) facts.list(FAULTS, names[code]);
}

/** Behind the mark of port 4500, where it stands. */
const messageAt = ({ buf, off, end }: Payload): number => (end - off >= 4 && u32(buf, off) === 0 ? off + 4 : off);

export const ike: Dissector = {
  app: 'ike',
  over: [17],
  ports: [500, 4500],
  probe({ buf, off, end, wireLength }) {
    const stop = off + wireLength;
    if (isHeader(buf, off, end, stop)) return Verdict.Yes;
    return end - off >= HEADER_BYTES + 4 && u32(buf, off) === 0 && isHeader(buf, off + 4, end, stop)
      ? Verdict.Yes
      : Verdict.No;
  },
  parse(payload, facts) {
    const at = messageAt(payload);
    if (isHeader(payload.buf, at, payload.end, payload.off + payload.wireLength))
      readMessage(payload.buf, at, payload.end, facts);
    return Progress.More;
  },
};
