/**
 * ClientHello and ServerHello as TLS (RFC 8446 §4.1), QUIC (RFC 9001 §4) and DTLS (RFC 9147 §5.3) carry them. Reads a body behind its
 * handshake header, whole or cut off: what is there is told. Names: RFC 6066 §3; ALPN: RFC 7301 §3.1.
 */
import { fact } from '#fields/table.ts';
import { u16 } from './bytes.ts';
import type { Facts } from './dissector.ts';

const HOST = fact('host');
const SNI = fact('tls.sni');
const ALPN = fact('tls.alpn');
const VERSION = fact('tls.version');

const RANDOM_BYTES = 32;
const EXT_SERVER_NAME = 0;
const EXT_ALPN = 16;
const EXT_SUPPORTED_VERSIONS = 43;
const MOST_VERSIONS = 64;

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
    case 0x0304:
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
      return version >> 8 === 0x7f || (version & 0xff00) === 0xfb00 ? 'TLS 1.3' : ''; // drafts
  }
}

/** Higher is newer; DTLS counts down. */
function age(version: number): number {
  if (version >> 8 === 0x7f || version >> 8 === 0xfb) return 0x0304;
  return version >= 0xfe00 ? 0xffff - version + 0x0200 : version;
}

/** Where the extensions' list begins in a hello body, or -1 when there is none (or it is cut off). */
function extensions(buf: Uint8Array, off: number, end: number, client: boolean, cookie: boolean): number {
  let at = off + 2 + RANDOM_BYTES;
  if (at >= end) return -1;
  at += 1 + buf[at]; // session id
  if (client) {
    if (cookie) {
      if (at >= end) return -1;
      at += 1 + buf[at];
    }
    if (at + 2 > end) return -1;
    at += 2 + u16(buf, at); // cipher suites
    if (at >= end) return -1;
    at += 1 + buf[at]; // compression methods
  } else at += 3; // cipher suite, compression method
  return at + 2 > end ? -1 : at + 2;
}

/** Writes names, first ALPN offer and highest version of a ClientHello. `cookie`: DTLS. `answered`: a ServerHello has told already. */
export function writeClientHello(
  buf: Uint8Array,
  off: number,
  end: number,
  facts: Facts,
  cookie: boolean,
  answered: boolean,
): void {
  if (end - off < 2) return;
  let version = u16(buf, off);
  let at = extensions(buf, off, end, true, cookie);
  while (at >= 0 && at + 4 <= end) {
    const type = u16(buf, at);
    const from = at + 4;
    at = from + u16(buf, at + 2);
    const to = Math.min(at, end);
    if (type === EXT_SERVER_NAME) writeServerName(buf, from, to, facts);
    else if (type === EXT_ALPN && !answered) writeAlpn(buf, from, to, facts);
    else if (type === EXT_SUPPORTED_VERSIONS && from < to) {
      const stop = Math.min(to, from + 1 + buf[from], from + 1 + 2 * MOST_VERSIONS);
      for (let v = from + 1; v + 2 <= stop; v += 2) {
        const offered = u16(buf, v);
        if (versionName(offered) !== '' && age(offered) > age(version)) version = offered;
      }
    }
  }
  const name = versionName(version);
  if (!answered && name !== '') facts.word(VERSION, name);
}

/** Writes the chosen version and, where it is in clear, the chosen ALPN of a ServerHello. */
export function writeServerHello(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (end - off < 2) return;
  let version = u16(buf, off);
  let at = extensions(buf, off, end, false, false);
  while (at >= 0 && at + 4 <= end) {
    const type = u16(buf, at);
    const from = at + 4;
    at = from + u16(buf, at + 2);
    const to = Math.min(at, end);
    if (type === EXT_ALPN) writeAlpn(buf, from, to, facts);
    else if (type === EXT_SUPPORTED_VERSIONS && to - from === 2) version = u16(buf, from);
  }
  const name = versionName(version);
  if (name !== '') facts.word(VERSION, name);
}

function writeServerName(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (end - off < 5 || buf[off + 2] !== 0) return; // list length, host_name
  const from = off + 5;
  const to = Math.min(from + u16(buf, off + 3), end);
  if (to <= from) return;
  facts.text(SNI, buf, from, to);
  facts.text(HOST, buf, from, to);
}

function writeAlpn(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  let at = off + 2; // list length
  while (at < end) {
    const length = buf[at];
    const to = at + 1 + length;
    if (length === 0 || to > end) return;
    const grease = length === 2 && (buf[at + 1] & 0x0f) === 0x0a && buf[at + 1] === buf[at + 2]; // RFC 8701
    if (!grease) {
      facts.text(ALPN, buf, at + 1, to);
      return;
    }
    at = to;
  }
}
