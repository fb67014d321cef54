/**
 * DNS messages, RFC 1035 §4, as DNS, mDNS (RFC 6762) and LLMNR (RFC 4795) use them. Names are read into a scratch buffer, dots between
 * labels, lower case; compression is followed backwards only, so it ends.
 */
import { fact } from '#fields/table.ts';
import { u16, u32 } from '../bytes.ts';
import type { Facts } from '../dissector.ts';
import { dnsRcodeName, dnsTypeName, isDnsType } from './dns-names.ts';

const HOST = fact('host');
const QUERY = fact('dns.query');
const TYPE = fact('dns.type');
const RCODE = fact('dns.rcode');
const QUERIES = fact('dns.queries');
const RCODES = fact('dns.rcodes');
const ANSWERS = fact('dns.answers');
const TTL = fact('dns.ttl');
const QUESTIONS = fact('dns.questions');
const RESPONSES = fact('dns.responses');
const EDNS = fact('dns.edns');
const TRUNCATED = fact('dns.truncated');
const AUTHORITATIVE = fact('dns.authoritative');

export const DNS_HEADER_BYTES = 12;
const MAX_NAME = 255;
const MOST_SHOWN = 4 * MAX_NAME; // as text
const MAX_JUMPS = 32;
const MOST_ANSWERS = 64;
const A = 1;
const NS = 2;
const CNAME = 5;
const PTR = 12;
const MX = 15;
const TXT = 16;
const AAAA = 28;
const SRV = 33;
const OPT = 41;
const SVCB = 64;
const HTTPS = 65;
const MOST_RECORDS = 128;

const question = new Uint8Array(MOST_SHOWN);
const other = new Uint8Array(MOST_SHOWN);
const answers = new Uint8Array(2048 + MOST_SHOWN);
let answersLength = 0;

/** Behind the name at off, or -1 when it does not end in [off, end). Compression ends it. */
function skipName(buf: Uint8Array, off: number, end: number): number {
  let at = off;
  while (at < end) {
    const length = buf[at];
    if (length === 0) return at + 1;
    if (length >= 0xc0) return at + 2 <= end ? at + 2 : -1;
    if (length > 63) return -1;
    at += 1 + length;
    if (at - off > MAX_NAME) return -1;
  }
  return -1;
}

/**
 * Reads the name at `at` of the message that starts at `start` into `out`; its bytes, 0 for the root, -1 for a bad name. Control
 * characters are shown as \DDD, RFC 1035 §5.1.
 */
function readName(buf: Uint8Array, start: number, off: number, end: number, out: Uint8Array): number {
  let at = off;
  let bound = off; // compression must point before here
  let length = 0;
  let wireLength = 0;
  for (let jumps = 0; at < end; ) {
    const label = buf[at];
    if (label === 0) return length;
    if (label >= 0xc0) {
      if (at + 2 > end || ++jumps > MAX_JUMPS) return -1;
      const target = start + (((label & 0x3f) << 8) | buf[at + 1]);
      if (target >= bound) return -1;
      at = bound = target;
      continue;
    }
    wireLength += 1 + label;
    if (label > 63 || at + 1 + label > end || wireLength > MAX_NAME) return -1;
    if (length > 0) out[length++] = 0x2e;
    for (let i = 1; i <= label; i++) {
      const byte = buf[at + i];
      if (byte < 0x20 || byte === 0x7f) {
        out[length++] = 0x5c;
        out[length++] = 0x30 + ((byte / 100) | 0);
        out[length++] = 0x30 + (((byte / 10) | 0) % 10);
        out[length++] = 0x30 + (byte % 10);
      } else out[length++] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    }
    at += 1 + label;
  }
  return -1;
}

/** How sure the bytes are a DNS message: the header's counts fit, and the question (if any) parses. */
export function isDnsMessage(buf: Uint8Array, off: number, end: number, strict: boolean): boolean {
  const size = end - off;
  if (size < DNS_HEADER_BYTES) return false;
  const flags = u16(buf, off + 2);
  const opcode = (flags >> 11) & 15;
  const questions = u16(buf, off + 4);
  const answerCount = u16(buf, off + 6);
  const authority = u16(buf, off + 8);
  const additional = u16(buf, off + 10);
  if (opcode > 6 || opcode === 3 || questions > 64 || answerCount > 500 || authority > 200 || additional > 200)
    return false;
  const response = (flags & 0x8000) !== 0;
  if (
    strict &&
    (opcode !== 0 || questions !== 1 || (!response && answerCount > 0) || additional > 32 || (flags & 0x40) !== 0)
  )
    return false;
  if (questions + answerCount + authority + additional === 0) return !strict && response && size === DNS_HEADER_BYTES;
  if (!strict && !response && (flags & 0x0f) > 10) return false;
  const name = skipName(buf, off + DNS_HEADER_BYTES, end);
  if (name < 0 || name + 4 > end)
    return !strict && name < 0 && size > DNS_HEADER_BYTES + 16 && questions === 1 && opcode === 0 && authority === 0;
  if (strict && name - off - DNS_HEADER_BYTES < 3) return false;
  const type = u16(buf, name);
  const cls = u16(buf, name + 2) & 0x7fff;
  if (strict) return isDnsType(type) && type !== 41 && cls === 1 && printable(buf, off + DNS_HEADER_BYTES, name);
  return cls === 1 || cls === 3 || cls === 4 || cls === 254 || cls === 255 || questions === 0;
}

function printable(buf: Uint8Array, off: number, end: number): boolean {
  let at = off;
  while (at < end && buf[at] !== 0 && buf[at] < 0xc0) {
    const stop = at + 1 + buf[at];
    for (let i = at + 1; i < stop; i++) if (buf[i] <= 0x20 || buf[i] > 0x7e) return false;
    at = stop;
  }
  return true;
}

/** Writes question, type, and of a response its code and answers; tells names of addresses. True for a response. */
export function parseDnsMessage(buf: Uint8Array, off: number, end: number, facts: Facts, multicast: boolean): boolean {
  if (end - off < DNS_HEADER_BYTES) return false;
  const flags = u16(buf, off + 2);
  const response = (flags & 0x8000) !== 0;
  const questions = u16(buf, off + 4);
  facts.count(response ? RESPONSES : QUESTIONS);
  if (response && (flags & 0x0200) !== 0) facts.flag(TRUNCATED, true);
  let asked = 0;
  let at = off + DNS_HEADER_BYTES;
  for (let n = 0; n < questions; n++) {
    const next = skipName(buf, at, end);
    if (n === 0) {
      asked = readName(buf, off, at, end, question);
      const first = !facts.has(QUERY);
      if (!first && asked > 0) addName(QUERY, QUERIES, question, asked, facts);
      if (asked > 0 && first) {
        facts.text(QUERY, question, 0, asked);
        facts.text(HOST, question, 0, asked);
      }
      if (asked === 0 && first) facts.word(QUERY, '.');
      if (first && next >= 0 && next + 4 <= end) facts.word(TYPE, dnsTypeName(u16(buf, next)));
    }
    if (next < 0 || next + 4 > end) return response;
    at = next + 4;
  }
  if (!response) {
    if (u16(buf, off + 10) > 0 && !facts.has(EDNS)) readEdns(buf, off, at, end, facts);
    return false;
  }
  const first = !facts.has(RCODE); // answers and code are of one response
  if (!multicast && first) {
    facts.word(RCODE, dnsRcodeName(flags & 15));
    facts.flag(AUTHORITATIVE, (flags & 0x0400) !== 0);
  } else if (!multicast) {
    const name = dnsRcodeName(flags & 15);
    for (let i = 0; i < name.length; i++) other[i] = name.charCodeAt(i);
    addName(RCODE, RCODES, other, name.length, facts);
  }
  readAnswers(buf, off, at, end, Math.min(u16(buf, off + 6), MOST_ANSWERS), asked, first, facts);
  return true;
}

const before = new Uint8Array(MOST_SHOWN);

/** Adds text to the list `all`, together with what `first` holds, unless it is that. */
function addName(first: number, all: number, text: Uint8Array, bytes: number, facts: Facts): void {
  const held = facts.read(first, before);
  let same = held === bytes;
  for (let i = 0; same && i < bytes; i++) same = before[i] === text[i];
  if (same || held === 0) return;
  if (!facts.has(all)) facts.list(all, Buffer.from(before.buffer, 0, held).toString('latin1'));
  facts.list(all, Buffer.from(text.buffer, 0, bytes).toString('latin1'));
}

/** The OPT record of a question, RFC 6891 §6.1.2: its class is the size of UDP payload the asker takes. */
function readEdns(buf: Uint8Array, off: number, from: number, end: number, facts: Facts): void {
  const records = u16(buf, off + 6) + u16(buf, off + 8) + u16(buf, off + 10);
  let at = from;
  for (let n = 0; n < Math.min(records, MOST_RECORDS); n++) {
    const head = skipName(buf, at, end);
    if (head < 0 || head + 10 > end) return;
    if (u16(buf, head) === OPT) {
      facts.number(EDNS, u16(buf, head + 2));
      return;
    }
    at = head + 10 + u16(buf, head + 8);
  }
}

function readAnswers(
  buf: Uint8Array,
  off: number,
  from: number,
  end: number,
  count: number,
  asked: number,
  first: boolean,
  facts: Facts,
): void {
  let at = from;
  let ttl = -1;
  answersLength = 0;
  for (let n = 0; n < count; n++) {
    const head = skipName(buf, at, end);
    if (head < 0 || head + 10 > end) break;
    const data = head + 10;
    const next = data + u16(buf, head + 8);
    if (next > end) break;
    if (n === 0 && asked === 0 && !facts.has(HOST)) {
      const owner = readName(buf, off, at, end, other);
      if (owner > 0) facts.text(HOST, other, 0, owner);
    }
    addAnswer(buf, off, at, u16(buf, head), data, next, asked, facts);
    const life = u32(buf, head + 4);
    if (ttl < 0 || life < ttl) ttl = life;
    at = next;
  }
  if (!first) return;
  if (ttl > 0 && !facts.has(TTL)) facts.number(TTL, ttl);
  if (answersLength > 0 && !facts.has(ANSWERS)) facts.text(ANSWERS, answers, 0, answersLength);
}

function addAnswer(
  buf: Uint8Array,
  off: number,
  owner: number,
  type: number,
  data: number,
  next: number,
  asked: number,
  facts: Facts,
): void {
  if (answersLength > answers.length - MOST_SHOWN - 8) return;
  const before = answersLength;
  if (before > 0) answers[answersLength++] = MARK;
  if (type === A && next - data === 4) {
    for (let i = 0; i < 4; i++) {
      if (i > 0) answers[answersLength++] = 0x2e;
      decimal(buf[data + i]);
    }
  } else if (type === AAAA && next - data === 16) ipv6(buf, data);
  else {
    const skip = type === MX || type === SVCB || type === HTTPS ? 2 : type === SRV ? 6 : 0;
    const named = type === CNAME || type === PTR || type === NS || skip > 0;
    if (named) {
      const length = readName(buf, off, data + skip, next, other);
      for (let i = 0; i < length; i++) answers[answersLength++] = other[i];
    } else if (type === TXT && next > data) {
      const stop = Math.min(data + 1 + buf[data], next);
      for (let i = data + 1; i < stop; i++) answers[answersLength++] = buf[i];
    }
    if (answersLength === before + (before > 0 ? 1 : 0)) answersLength = before;
    return;
  }
  const length = next - data === 4 ? 4 : 16;
  if (asked > 0) facts.name(buf, data, length, question, 0, asked);
  else {
    const named = readName(buf, off, owner, next, other);
    if (named > 0) facts.name(buf, data, length, other, 0, named);
  }
}

const MARK = 0x20;

function decimal(byte: number): void {
  if (byte >= 100) answers[answersLength++] = 48 + ((byte / 100) | 0);
  if (byte >= 10) answers[answersLength++] = 48 + (((byte / 10) | 0) % 10);
  answers[answersLength++] = 48 + (byte % 10);
}

/** RFC 5952: lower case, no leading zeros, the longest run of zeros as "::". */
function ipv6(buf: Uint8Array, off: number): void {
  let best = -1;
  let bestLength = 1;
  for (let i = 0; i < 8; ) {
    let j = i;
    while (j < 8 && buf[off + 2 * j] === 0 && buf[off + 2 * j + 1] === 0) j++;
    if (j - i > bestLength) {
      best = i;
      bestLength = j - i;
    }
    i = j + 1;
  }
  for (let i = 0; i < 8; i++) {
    if (i === best) {
      answers[answersLength++] = 0x3a;
      answers[answersLength++] = 0x3a;
      i += bestLength - 1;
      continue;
    }
    if (i > 0 && i !== best + bestLength) answers[answersLength++] = 0x3a;
    const group = u16(buf, off + 2 * i);
    let started = false;
    for (let shift = 12; shift >= 0; shift -= 4) {
      const digit = (group >> shift) & 15;
      if (digit === 0 && !started && shift > 0) continue;
      started = true;
      answers[answersLength++] = digit < 10 ? 48 + digit : 87 + digit;
    }
  }
}
