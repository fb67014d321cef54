/**
 * X.509 certificates, RFC 5280 §4.1: what the server's says of itself. Nothing is verified. Servers send the same certificate
 * again and again, so what was read of the last MOST_KEPT is kept, with their bytes.
 */
import { hash } from 'node:crypto';
import { fact } from '#fields/table.ts';
import { berContent, berNext } from '../codec/ber.ts';
import { derTime, distinguishedName, hexOf, integerBits, oid } from '../codec/der.ts';
import type { Facts } from '../dissector.ts';
import { Kept } from '../kept.ts';
import { CURVES, KEYS, SIGNATURES } from './x509-names.ts';

const SUBJECT = fact('tls.cert.subject');
const ISSUER = fact('tls.cert.issuer');
const SAN = fact('tls.cert.san');
const SERIAL = fact('tls.cert.serial');
const NOT_BEFORE = fact('tls.cert.not_before');
const NOT_AFTER = fact('tls.cert.not_after');
const KEY = fact('tls.cert.key');
const SIGNATURE = fact('tls.cert.signature');
const SELF_SIGNED = fact('tls.cert.self_signed');
const SHA256 = fact('tls.cert.sha256');
const SHA1 = fact('tls.cert.sha1');
const CLIENT_SUBJECT = fact('tls.client.subject');

const SEQUENCE = 0x30;
const INTEGER = 0x02;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const BIT_STRING = 0x03;
const OCTETS = 0x04;
const DNS_NAME = 0x82;
const ADDRESS = 0x87;
const ALTERNATIVE_NAMES = '2.5.29.17';
const MOST_EXTENSIONS = 64;
const LONGEST_NAMES = 2000;
const LONGEST_SERIAL = 64;
const MOST_KEPT = 512;
const LARGEST_KEPT = 8192;
const SMALLEST = 64;

interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  readonly names: string;
  readonly serial: string;
  readonly notBefore: string;
  readonly notAfter: string;
  readonly key: string;
  readonly signature: string;
  readonly isSelfSigned: boolean;
  readonly sha256: string;
  readonly sha1: string;
}
const kept = new Kept<Certificate | undefined>(MOST_KEPT, LARGEST_KEPT);

/** Writes what the certificate [off, end) tells; of a client's its subject alone. Nothing where the bytes are none. */
export function writeCertificate(buf: Uint8Array, off: number, end: number, facts: Facts, isClient: boolean): void {
  const certificate = certificateAt(buf, off, end);
  if (certificate === undefined) return;
  if (isClient) {
    facts.word(CLIENT_SUBJECT, certificate.subject);
    return;
  }
  facts.word(SUBJECT, certificate.subject);
  facts.word(ISSUER, certificate.issuer);
  facts.word(SAN, certificate.names);
  facts.word(SERIAL, certificate.serial);
  facts.word(NOT_BEFORE, certificate.notBefore);
  facts.word(NOT_AFTER, certificate.notAfter);
  facts.word(KEY, certificate.key);
  facts.word(SIGNATURE, certificate.signature);
  facts.flag(SELF_SIGNED, certificate.isSelfSigned);
  facts.word(SHA256, certificate.sha256);
  facts.word(SHA1, certificate.sha1);
}

function certificateAt(buf: Uint8Array, off: number, end: number): Certificate | undefined {
  return end - off < SMALLEST ? undefined : kept.of(buf, off, end, () => readCertificate(buf, off, end));
}

function readCertificate(buf: Uint8Array, off: number, end: number): Certificate | undefined {
  const last = buf[off] === SEQUENCE ? berNext(buf, off, end) : -1;
  const tbs = last < 0 ? -1 : berContent(buf, off, end);
  const stop = tbs < 0 || buf[tbs] !== SEQUENCE ? -1 : berNext(buf, tbs, last);
  if (stop < 0) return undefined;
  let at = berContent(buf, tbs, stop);
  if (at >= 0 && buf[at] === VERSION) at = berNext(buf, at, stop);
  const serial = at;
  const signature = after(buf, serial, stop, INTEGER);
  const issuer = after(buf, signature, stop, SEQUENCE);
  const validity = after(buf, issuer, stop, SEQUENCE);
  const subject = after(buf, validity, stop, SEQUENCE);
  const key = after(buf, subject, stop, SEQUENCE);
  if (key < 0 || key >= stop || buf[key] !== SEQUENCE) return undefined;
  const algorithm = oid(buf, berContent(buf, signature, stop), stop);
  const notBefore = berContent(buf, validity, stop);
  const notAfter = notBefore < 0 ? -1 : berNext(buf, notBefore, stop);
  const issuerName = distinguishedName(buf, issuer, stop);
  const subjectName = distinguishedName(buf, subject, stop);
  const bytes = buf.subarray(off, last);
  return {
    subject: subjectName,
    issuer: issuerName,
    names: alternativeNames(buf, berNext(buf, key, stop), stop),
    serial: serialOf(buf, serial, stop),
    notBefore: notBefore < 0 ? '' : derTime(buf, notBefore, stop),
    notAfter: notAfter < 0 || notAfter >= stop ? '' : derTime(buf, notAfter, stop),
    key: keyOf(buf, key, stop),
    signature: SIGNATURES[algorithm] ?? algorithm,
    isSelfSigned: sameBytes(buf, issuer, validity, subject, key),
    sha256: hash('sha256', bytes),
    sha1: hash('sha1', bytes),
  };
}

/** Behind the element at off, which has to have this tag; -1 when not. */
function after(buf: Uint8Array, off: number, stop: number, tag: number): number {
  return off < 0 || off >= stop || buf[off] !== tag ? -1 : berNext(buf, off, stop);
}

/** [a, aEnd) and [b, bEnd) hold the same, and more than an empty name. */
function sameBytes(buf: Uint8Array, a: number, aEnd: number, b: number, bEnd: number): boolean {
  if (aEnd - a !== bEnd - b || aEnd - a <= 2) return false;
  for (let i = 0; i < aEnd - a; i++) if (buf[a + i] !== buf[b + i]) return false;
  return true;
}

/** In digits, without leading zeros that only say it is positive. */
function serialOf(buf: Uint8Array, off: number, stop: number): string {
  let from = berContent(buf, off, stop);
  const to = berNext(buf, off, stop);
  if (from < 0 || to < 0) return '';
  if (to - from > 1 && buf[from] === 0) from++;
  return hexOf(buf, from, Math.min(to, from + LONGEST_SERIAL));
}

/** SubjectPublicKeyInfo: kind and size. */
function keyOf(buf: Uint8Array, off: number, stop: number): string {
  const algorithm = berContent(buf, off, stop);
  const next = algorithm < 0 ? -1 : berNext(buf, algorithm, stop);
  const kindAt = algorithm < 0 ? -1 : berContent(buf, algorithm, stop);
  if (next < 0 || kindAt < 0) return '';
  const kind = oid(buf, kindAt, next);
  const parameters = berNext(buf, kindAt, next);
  switch (kind) {
    case '1.2.840.113549.1.1.1':
    case '1.2.840.113549.1.1.10': {
      // BIT STRING { no unused bits, SEQUENCE { modulus, exponent } }
      const bits = buf[next] === BIT_STRING ? berContent(buf, next, stop) : -1;
      const modulus = bits < 0 || bits + 1 >= stop ? -1 : berContent(buf, bits + 1, stop);
      const size = modulus < 0 ? 0 : integerBits(buf, modulus, stop);
      return size > 0 ? `RSA ${size}` : 'RSA';
    }
    case '1.2.840.10045.2.1': {
      const curve = parameters < 0 || parameters >= next ? '' : oid(buf, parameters, next);
      return curve === '' ? 'EC' : `EC ${CURVES[curve] ?? curve}`;
    }
    case '1.2.840.10040.4.1': {
      const prime = parameters < 0 || parameters >= next ? -1 : berContent(buf, parameters, next);
      const size = prime < 0 ? 0 : integerBits(buf, prime, next);
      return size > 0 ? `DSA ${size}` : 'DSA';
    }
    default:
      return KEYS[kind] ?? kind;
  }
}

/** DNS names and addresses of subjectAltName, RFC 5280 §4.2.1.6, with blanks between. `off` is behind the key. */
function alternativeNames(buf: Uint8Array, off: number, stop: number): string {
  let at = off;
  while (at >= 0 && at < stop && buf[at] !== EXTENSIONS) at = berNext(buf, at, stop); // unique identifiers
  const list = at < 0 || at >= stop ? -1 : berContent(buf, at, stop);
  let extension = list < 0 || list >= stop ? -1 : berContent(buf, list, stop);
  for (let n = 0; n < MOST_EXTENSIONS && extension >= 0 && extension < stop; n++) {
    const next = berNext(buf, extension, stop);
    const id = next < 0 ? -1 : berContent(buf, extension, stop);
    if (id >= 0 && id < next && oid(buf, id, next) === ALTERNATIVE_NAMES) {
      let value = berNext(buf, id, next);
      if (value >= 0 && value < next && buf[value] === 0x01) value = berNext(buf, value, next); // critical
      if (value < 0 || value >= next || buf[value] !== OCTETS) return '';
      const names = berContent(buf, value, next);
      return names < 0 || names >= next ? '' : generalNames(buf, names, next);
    }
    extension = next;
  }
  return '';
}

function generalNames(buf: Uint8Array, off: number, stop: number): string {
  let text = '';
  for (let at = berContent(buf, off, stop); at >= 0 && at < stop; at = berNext(buf, at, stop)) {
    const from = berContent(buf, at, stop);
    const to = berNext(buf, at, stop);
    if (from < 0 || to < 0) break;
    let name = '';
    if (buf[at] === DNS_NAME) name = Buffer.from(buf.buffer, buf.byteOffset + from, to - from).toString('latin1');
    else if (buf[at] === ADDRESS && to - from === 4) name = buf.subarray(from, to).join('.');
    else if (buf[at] === ADDRESS && to - from === 16) name = (hexOf(buf, from, to).match(/..../g) ?? []).join(':');
    if (name === '' || name.includes(' ')) continue;
    if (text.length + name.length + 1 > LONGEST_NAMES) break;
    text = text === '' ? name : `${text} ${name}`;
  }
  return text;
}
