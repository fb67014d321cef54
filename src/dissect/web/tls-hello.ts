/**
 * ClientHello and ServerHello as TLS (RFC 8446 §4.1), QUIC (RFC 9001 §4) and DTLS (RFC 9147 §5.3) carry them. Reads a body behind its
 * handshake header, whole or cut off: what is there is told, fingerprints of whole ones only. Names: RFC 6066 §3; ALPN: RFC 7301
 * §3.1; ECH: RFC 9849 (ech.ts).
 */
import { fact } from '#fields/table.ts';
import { cipherSuiteName } from '#registry/tls-ciphers.ts';
import { isEchPublicName, isPostQuantum, namedGroup } from '#registry/tls-names.ts';
import { u16 } from '../bytes.ts';
import type { Facts } from '../dissector.ts';
import { writeEch, writeEsni } from './ech.ts';
import { clientPrints, type HelloParts, isGrease, ja3s } from './tls-fingerprint.ts';

const HOST = fact('host');
const SNI = fact('tls.sni');
const ALPN = fact('tls.alpn');
const VERSION = fact('tls.version');
const OFFERED = fact('tls.offered');
const CIPHER = fact('tls.cipher');
const GROUP = fact('tls.group');
const PQ = fact('tls.pq');
const JA3 = fact('tls.ja3');
const JA3S = fact('tls.ja3s');
const JA4 = fact('tls.ja4');
const JA4_RETRY = fact('tls.ja4_retry');
const RESUMED = fact('tls.resumed');

const RANDOM_BYTES = 32;
const EXT_SERVER_NAME = 0;
const EXT_GROUPS = 10;
const EXT_FORMATS = 11;
const EXT_SIGNATURES = 13;
const EXT_ALPN = 16;
const EXT_TICKET = 35;
const EXT_PSK = 41;
const EXT_SUPPORTED_VERSIONS = 43;
const EXT_KEY_SHARE = 51;
const EXT_ECH = 0xfe0d;
const EXT_ESNI = 0xffce; // draft-ietf-tls-esni-02 to -06
const SHORTEST_ESNI = 64; // suite, key share, digest of the record, name in cipher text
const MOST_VERSIONS = 64;
const MOST_EXTENSIONS = 256;
const LONGEST_PUBLIC_NAME = 32;
const TLS_1_3 = 0x0304;
/** ServerHello.random of a HelloRetryRequest begins so, RFC 8446 §4.1.3 */
const RETRY = [0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11];

/** Name of a version number of TLS, DTLS or SSL; '' for one that is not known. */
export function versionName(version: number): string {
  switch (version) {
    case 0x0002:
      return 'SSL 2.0';
    case 0x0300:
      return 'SSL 3.0';
    case 0x0301:
      return 'TLS 1.0';
    case 0x0302:
      return 'TLS 1.1';
    case 0x0303:
      return 'TLS 1.2';
    case TLS_1_3:
      return 'TLS 1.3';
    case 0x0100:
      return 'DTLS 0.9';
    case 0xfeff:
      return 'DTLS 1.0';
    case 0xfefd:
      return 'DTLS 1.2';
    case 0xfefc:
      return 'DTLS 1.3';
    default:
      return isDraft13(version) ? 'TLS 1.3' : '';
  }
}

/** Drafts of TLS 1.3 (7f), Google's experiments with it (7e), Facebook's (fb). */
function isDraft13(version: number): boolean {
  return version >> 8 === 0x7f || version >> 8 === 0x7e || version >> 8 === 0xfb;
}

/** Higher is newer; DTLS counts down. */
function age(version: number): number {
  if (isDraft13(version)) return TLS_1_3;
  return version >= 0xfe00 ? 0xffff - version + 0x0200 : version;
}

const parts: HelloParts = {
  version: 0,
  highest: 0,
  ciphersFrom: 0,
  ciphersTo: 0,
  groupsFrom: 0,
  groupsTo: 0,
  formatsFrom: 0,
  formatsTo: 0,
  signaturesFrom: 0,
  signaturesTo: 0,
  alpnFrom: 0,
  alpnTo: 0,
  extensionCount: 0,
  extensions: new Uint16Array(MOST_EXTENSIONS),
};

/**
 * Where the extensions' list begins in a ClientHello, -1 when there is none (or it is cut off). Sets `parts`. `cookie`: DTLS, which
 * carries one.
 */
function readClientParts(buf: Uint8Array, off: number, end: number, cookie: boolean): number {
  parts.version = parts.highest = u16(buf, off);
  parts.ciphersFrom = parts.ciphersTo = parts.groupsFrom = parts.groupsTo = parts.formatsFrom = parts.formatsTo = 0;
  parts.signaturesFrom = parts.signaturesTo = parts.alpnFrom = parts.alpnTo = parts.extensionCount = 0;
  let at = off + 2 + RANDOM_BYTES;
  if (at >= end) return -1;
  at += 1 + buf[at]; // session id
  if (cookie) {
    if (at >= end) return -1;
    at += 1 + buf[at];
  }
  if (at + 2 > end) return -1;
  parts.ciphersFrom = at + 2;
  at += 2 + u16(buf, at);
  parts.ciphersTo = Math.min(at, end);
  if (at >= end) return -1;
  at += 1 + buf[at]; // compression methods
  return at + 2 > end ? -1 : at + 2;
}

/**
 * Writes what a ClientHello tells. `transport`: t TCP, q QUIC, d DTLS (which carries a cookie). `answered`: a ServerHello has told
 * already. `whole`: the body ends at `end`. Returns what stands for its session, for writeServerHello.
 */
export function writeClientHello(
  buf: Uint8Array,
  off: number,
  end: number,
  facts: Facts,
  transport: 't' | 'q' | 'd',
  answered: boolean,
  whole: boolean,
): number {
  if (end - off < 2) return 0;
  let at = readClientParts(buf, off, end, transport === 'd');
  let echFrom = 0;
  let echTo = 0;
  let isEsni = false;
  let isPq = false;
  let hasTicket = false;
  versionCount = 0;
  while (at >= 0 && at + 4 <= end) {
    const type = u16(buf, at);
    const from = at + 4;
    at = from + u16(buf, at + 2);
    const to = Math.min(at, end);
    if (parts.extensionCount < MOST_EXTENSIONS) parts.extensions[parts.extensionCount++] = type;
    switch (type) {
      case EXT_SERVER_NAME:
        writeServerName(buf, from, to, facts);
        break;
      case EXT_ALPN:
        readAlpn(buf, from, to, facts, answered);
        break;
      case EXT_GROUPS:
        parts.groupsFrom = Math.min(from + 2, to);
        parts.groupsTo = to;
        break;
      case EXT_FORMATS:
        parts.formatsFrom = Math.min(from + 1, to);
        parts.formatsTo = to;
        break;
      case EXT_SIGNATURES:
        parts.signaturesFrom = Math.min(from + 2, to);
        parts.signaturesTo = to;
        break;
      case EXT_SUPPORTED_VERSIONS:
        readVersions(buf, from, to);
        break;
      case EXT_KEY_SHARE:
        isPq = offersPostQuantum(buf, from, to);
        break;
      case EXT_TICKET:
        hasTicket = to > from;
        break;
      case EXT_ECH:
        echFrom = from;
        echTo = to;
        break;
      case EXT_ESNI:
        isEsni = to - from >= SHORTEST_ESNI;
        break;
    }
  }
  const name = versionName(parts.highest);
  if (!answered && name !== '') facts.word(VERSION, name);
  writeOffered(facts);
  if (isPq && !facts.has(PQ)) facts.word(PQ, 'offered');
  if (echTo > echFrom) writeEch(buf, echFrom, echTo, facts, isPublicName(facts), transport === 't' && facts.has(JA4));
  else if (isEsni) writeEsni(facts);
  if (whole) {
    const prints = clientPrints(buf, parts);
    const ja4 = transport + prints.ja4;
    if (!facts.has(JA4)) {
      facts.word(JA3, prints.ja3);
      facts.word(JA4, ja4);
    } else if (!isSaid(JA4, ja4, facts)) facts.word(JA4_RETRY, ja4);
  }
  const session = sessionHash(buf, off, end);
  return session === 0 || !hasTicket ? session : session | TICKET;
}

const versions = new Uint16Array(MOST_VERSIONS);
let versionCount = 0;

/** Reads supported_versions of a ClientHello, which overrule the version of old. */
function readVersions(buf: Uint8Array, from: number, to: number): void {
  versionCount = 0;
  if (from >= to) return;
  const stop = Math.min(to, from + 1 + buf[from], from + 1 + 2 * MOST_VERSIONS);
  let highest = 0;
  for (let at = from + 1; at + 2 <= stop; at += 2) {
    const offered = u16(buf, at);
    if (isGrease(offered) || versionName(offered) === '') continue;
    versions[versionCount++] = offered;
    if (highest === 0 || age(offered) > age(highest)) highest = offered;
  }
  if (highest !== 0) parts.highest = highest;
}

/** All versions a client offers; without the extension it is the one of old. */
function writeOffered(facts: Facts): void {
  let text = '';
  for (let i = 0; i < versionCount; i++) {
    const name = versionName(versions[i]);
    if (!text.split(', ').includes(name)) text = text === '' ? name : `${text}, ${name}`;
  }
  if (text === '') text = versionName(parts.version);
  if (text !== '') facts.word(OFFERED, text);
}

function offersPostQuantum(buf: Uint8Array, from: number, to: number): boolean {
  for (let at = from + 2; at + 4 <= to; at += 4 + u16(buf, at + 2)) if (isPostQuantum(u16(buf, at))) return true;
  return false;
}

const said = new Uint8Array(64);
const isSaid = (field: number, text: string, facts: Facts): boolean =>
  Buffer.from(said.buffer, 0, facts.read(field, said)).toString('latin1') === text;

const publicName = new Uint8Array(LONGEST_PUBLIC_NAME);

function isPublicName(facts: Facts): boolean {
  const bytes = facts.read(SNI, publicName);
  return bytes > 0 && isEchPublicName(Buffer.from(publicName.buffer, 0, bytes).toString('latin1').toLowerCase());
}

/** What the handshake needs to know of a ServerHello. */
export interface ServerChoice {
  /** version number that was chosen */
  version: number;
  isRetry: boolean;
}
const choice: ServerChoice = { version: 0, isRetry: false };

/**
 * Writes what a ServerHello tells: version, cipher suite, group, ALPN where it is in clear, JA3S of a whole one. `session` is what
 * writeClientHello returned. The answer is rewritten by the next call.
 */
export function writeServerHello(
  buf: Uint8Array,
  off: number,
  end: number,
  facts: Facts,
  session: number,
  whole: boolean,
): ServerChoice {
  choice.version = 0;
  choice.isRetry = false;
  if (end - off < 2) return choice;
  const legacy = u16(buf, off);
  choice.version = legacy;
  choice.isRetry = isRetry(buf, off + 2, end);
  const idAt = off + 2 + RANDOM_BYTES;
  const isDraft = legacy >> 8 === 0x7f; // of TLS 1.3 up to -21: neither session id nor compression
  const suiteAt = isDraft ? idAt : idAt + 1 + (idAt < end ? buf[idAt] : 0);
  const suite = suiteAt + 2 <= end ? u16(buf, suiteAt) : -1;
  const list = suiteAt + (isDraft ? 4 : 5); // behind cipher suite, compression method, length of the list
  let at = list <= end ? list : -1;
  let isPsk = false;
  let group = -1;
  parts.extensionCount = 0;
  while (at >= 0 && at + 4 <= end) {
    const type = u16(buf, at);
    const from = at + 4;
    at = from + u16(buf, at + 2);
    const to = Math.min(at, end);
    if (parts.extensionCount < MOST_EXTENSIONS) parts.extensions[parts.extensionCount++] = type;
    if (type === EXT_ALPN) readAlpn(buf, from, to, facts, false);
    else if (type === EXT_SUPPORTED_VERSIONS && to - from === 2) choice.version = u16(buf, from);
    else if (type === EXT_KEY_SHARE && to - from >= 2) group = u16(buf, from);
    else if (type === EXT_PSK) isPsk = true;
  }
  const name = versionName(choice.version);
  if (name !== '') facts.word(VERSION, name);
  if (suite >= 0) facts.word(CIPHER, cipherSuiteName(suite));
  if (group >= 0) writeGroup(group, facts);
  if (isPsk) facts.word(RESUMED, 'psk');
  else if (!isThirteen(choice.version) && session !== 0 && sessionHash(buf, off, end) === (session & ~TICKET))
    facts.word(RESUMED, (session & TICKET) !== 0 ? 'ticket' : 'session id');
  if (whole && suite >= 0 && !choice.isRetry)
    facts.word(JA3S, ja3s(legacy, suite, parts.extensions, parts.extensionCount));
  return choice;
}

/** The key exchange runs in this group. */
export function writeGroup(group: number, facts: Facts): void {
  facts.word(GROUP, namedGroup(group));
  if (isPostQuantum(group)) facts.word(PQ, 'chosen');
}

export function isThirteen(version: number): boolean {
  return version === TLS_1_3 || version === 0xfefc || isDraft13(version);
}

function isRetry(buf: Uint8Array, off: number, end: number): boolean {
  if (off + RANDOM_BYTES > end) return false;
  for (let i = 0; i < RETRY.length; i++) if (buf[off + i] !== RETRY[i]) return false;
  return true;
}

/** of a session: the client offered a ticket */
const TICKET = 1;

/** 31 bits, the last of them 0, that stand for the session id of the hello at off; 0 = it has none. A server that repeats the client's resumes. */
function sessionHash(buf: Uint8Array, off: number, end: number): number {
  const at = off + 2 + RANDOM_BYTES;
  if (at >= end || buf[at] === 0 || buf[at] > 32 || at + 1 + buf[at] > end) return 0;
  let hash = 0x811c9dc5 | 0;
  for (let i = 0; i <= buf[at]; i++) hash = Math.imul(hash ^ buf[at + i], 0x01000193);
  return (hash ^ (hash >>> 15)) & 0x7ffffffe || 2;
}

function writeServerName(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (end - off < 5 || buf[off + 2] !== 0) return; // list length, host_name
  const from = off + 5;
  const to = from + u16(buf, off + 3);
  if (to <= from || to > end) return; // a name cut off is another name
  facts.text(SNI, buf, from, to);
  facts.text(HOST, buf, from, to);
}

/** Notes the first protocol for the fingerprint, and writes the first that is not GREASE unless the server has told. */
function readAlpn(buf: Uint8Array, off: number, end: number, facts: Facts, answered: boolean): void {
  let at = off + 2; // list length
  for (let n = 0; at < end; n++) {
    const length = buf[at];
    const to = at + 1 + length;
    if (length === 0 || to > end) return;
    if (n === 0) {
      parts.alpnFrom = at + 1;
      parts.alpnTo = to;
    }
    const grease = length === 2 && (buf[at + 1] & 0x0f) === 0x0a && buf[at + 1] === buf[at + 2]; // RFC 8701
    if (!grease) {
      if (!answered) facts.text(ALPN, buf, at + 1, to);
      return;
    }
    at = to;
  }
}
