/**
 * Remote Desktop Protocol: X.224 connection request and confirm over TPKT, MS-RDPBCGR §2.2.1.1 and §2.2.1.2; then TLS, or in clear the
 * client's core data (§2.2.1.3.2) with its name.
 */
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWith, u16, u16le, u32le } from '../bytes.ts';
import { writeUtf16 } from '../directory/ntlm.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { HANDSHAKE, parseTls } from '../web/tls-stream.ts';

const USER = fact('user');
const SECURITY = fact('rdp.security');
const CLIENT_NAME = fact('rdp.client');
const COOKIE = 'Cookie: mstshash=';
const X224 = 4; // behind the TPKT header
const VARIABLE = 11; // behind the fixed part of the X.224 header
const REQUEST = 0xe0;
const CONFIRM = 0xd0;
const RESPONSE = 2;
const DATA = 0xf0;
const CLIENT_CORE = '\x01\xc0';
const NAME_AT = 24; // in the core data
const NAME_BYTES = 32;
const LONGEST_CONNECT = 8192;

function securityName(protocol: number): string {
  switch (protocol) {
    case 0:
      return 'rdp';
    case 1:
      return 'tls';
    case 2:
      return 'credssp';
    case 4:
      return 'rdstls';
    case 8:
      return 'credssp-early';
    case 16:
      return 'aad';
    default:
      return '';
  }
}

export const rdp: Dissector = {
  app: 'rdp',
  over: [6],
  ports: [3389],
  firstBytes: [3],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < VARIABLE) return buf[off] === 3 ? Verdict.More : Verdict.No;
    if (buf[off] !== 3 || buf[off + 1] !== 0) return Verdict.No;
    const length = u16(buf, off + 2);
    const kind = buf[off + X224 + 1];
    if ((kind !== REQUEST && kind !== CONFIRM) || buf[off + X224] !== length - 5) return Verdict.No;
    if (length === VARIABLE) return sendPort === 3389 || recvPort === 3389 ? Verdict.Yes : Verdict.No;
    if (end - off < VARIABLE + 8) return Verdict.More;
    if (startsWith(buf, off + VARIABLE, end, 'Cookie: ')) return Verdict.Yes;
    const negotiation = buf[off + VARIABLE]; // 1 request, 2 response, 3 failure, each 8 bytes long
    return negotiation >= 1 && negotiation <= 3 && u16le(buf, off + VARIABLE + 2) === 8 ? Verdict.Yes : Verdict.No;
  },
  parse(payload, facts) {
    const { buf, end, off, wireLength } = payload;
    const isCut = wireLength > end - off;
    while (end - payload.off >= X224) {
      const at = payload.off;
      if (payload.stateA !== 0 || buf[at] === HANDSHAKE) return parseTls(payload, facts, isCut);
      if (buf[at] !== 3) return Progress.Other; // fast-path, or encrypted
      const stop = at + Math.max(X224, u16(buf, at + 2));
      if (stop > end && !isCut && stop - at < LONGEST_CONNECT) return Progress.Next;
      readPacket(payload, at, Math.min(stop, end), facts);
      payload.off = stop;
    }
    return Progress.Next;
  },
};

function readPacket({ buf }: Payload, off: number, end: number, facts: Facts): void {
  if (end - off < VARIABLE) return;
  const kind = buf[off + X224 + 1];
  const at = off + VARIABLE;
  if (kind === REQUEST && startsWith(buf, at, end, COOKIE)) {
    const stop = indexOfByte(buf, at, end, 0x0d);
    if (stop > 0) facts.text(USER, buf, at + COOKIE.length, stop);
  } else if (kind === CONFIRM) {
    const protocol = end - at >= 8 && buf[at] === RESPONSE ? u32le(buf, at + 4) : end === at ? 0 : -1;
    const name = securityName(protocol);
    if (name !== '') facts.word(SECURITY, name);
  } else if (kind === DATA && !facts.has(CLIENT_NAME)) {
    // the client's blocks follow H.221's key "Duca"
    for (let block = at; block + NAME_AT + NAME_BYTES <= end; block++) {
      if (buf[block] !== 0x01 || !startsWith(buf, block, end, CLIENT_CORE)) continue;
      const length = u16le(buf, block + 2);
      const version = u32le(buf, block + 4);
      if (length < NAME_AT + NAME_BYTES || length > 512 || version >>> 16 !== 8) continue;
      writeUtf16(buf, block + NAME_AT, block + NAME_AT + NAME_BYTES, CLIENT_NAME, facts);
      return;
    }
  }
}
