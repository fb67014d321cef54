/** STUN, RFC 8489 §5 and §14 (with magic cookie), RFC 3489 §11 (without), and TURN ChannelData, RFC 8656 §12.4. */
import { formatIp } from '#base/address.ts';
import { fact } from '#fields/table.ts';
import { u16, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { dtls } from '../web/dtls.ts';
import { writeRtpSource } from './rtp.ts';

const HOST = fact('host');
const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const HEADER_BYTES = 20;
const FRAME_BYTES = 2;
const COOKIE = 0x2112a442;
const MAPPED_ADDRESS = fact('stun.mapped');
const RELAYED_ADDRESS = fact('stun.relayed');
const PEERS = fact('stun.peers');
const SERVICE = fact('stun.service');
const MAPPED = 0x0001;
const XOR_PEER = 0x0012; // RFC 8656 §18.3
const XOR_RELAYED = 0x0016; // RFC 8656 §18.5
const XOR_MAPPED = 0x0020;
const IS_DTLS = 1 << 31; // of stateA: the rest of the scratch is DTLS's
const REALM = 0x0014; // the domain that TURN credentials are of
const SOFTWARE = 0x8022;

/** True when attributes fill [at, stop) exactly; only those of RFC 3489 and its common extensions begin below 0x8000. */
function attributesFit(buf: Uint8Array, off: number, stop: number): boolean {
  let at = off;
  while (at + 4 <= stop) {
    const type = u16(buf, at);
    if (type === 0 || (type > 0x0030 && type < 0x8000)) return false;
    at += 4 + ((u16(buf, at + 2) + 3) & ~3);
  }
  return at === stop;
}

/** RFC 3489 knows requests, responses and errors of two methods only: binding and shared secret. */
function isClassicType(type: number): boolean {
  const method = type & 3;
  return (type & ~0x0113) === 0 && (method === 1 || method === 2) && (type & 0x0110) !== 0x0010;
}

function isStunPort(port: number): boolean {
  return port === 3478 || port === 3479;
}

/** RFC 8489 §14.1 and §14.2, as text, '' for none: family, port and address, of the latter covered by the header's cookie and transaction id. */
function addressAt(buf: Uint8Array, off: number, at: number, length: number, isCovered: boolean): string {
  const family = buf[at + 1];
  if (length !== (family === 2 ? 20 : 8) || (family !== 1 && family !== 2)) return '';
  const word = (i: number) => (u32(buf, at + 4 + 4 * i) ^ (isCovered ? u32(buf, off + 4 + 4 * i) : 0)) >>> 0;
  const port = u16(buf, at + 2) ^ (isCovered ? COOKIE >>> 16 : 0);
  return family === 1
    ? `${formatIp(0, 0, 0xffff, word(0))}:${port}`
    : `[${formatIp(word(0), word(1), word(2), word(3))}]:${port}`;
}

/**
 * Service whose programs alone send an attribute, '' for all others. Microsoft: MS-Version of [MS-TURN] §2.2.2, candidate
 * identifier and implementation version of [MS-ICE2] §2.2. WhatsApp: allocations and its own methods 0800 to 0802 with attributes
 * from 4000 on (wacrg.org, "WARP, STUN, and relay media transport").
 */
function serviceOf(message: number, attribute: number): string {
  if (attribute === 0x8008 || attribute === 0x8054 || attribute === 0x8070) return 'microsoft teams';
  const isAllocation = message === 0x0003 || message === 0x0103;
  if (attribute >= 0x4000 && attribute < 0x4040 && (isAllocation || (message >= 0x0800 && message <= 0x0802)))
    return 'whatsapp';
  return '';
}

/** Facts of the message in buf[off, end), whose header is whole. */
function writeMessage(buf: Uint8Array, off: number, end: number, fromSrc: boolean, facts: Facts): void {
  const message = u16(buf, off);
  let at = off + HEADER_BYTES;
  while (at + 4 <= end) {
    const length = u16(buf, at + 2);
    const stop = at + 4 + length;
    if (stop > end) break;
    const type = u16(buf, at);
    if (type >= 0x4000 && !facts.has(SERVICE)) {
      const service = serviceOf(message, type);
      if (service !== '') facts.word(SERVICE, service);
    }
    if (type === SOFTWARE) facts.text(fromSrc ? CLIENT : SERVER, buf, at + 4, stop);
    else if (type === REALM) facts.text(HOST, buf, at + 4, stop);
    else if ((type === XOR_MAPPED || type === MAPPED) && !facts.has(MAPPED_ADDRESS))
      facts.word(MAPPED_ADDRESS, addressAt(buf, off, at + 4, length, type === XOR_MAPPED));
    else if (type === XOR_RELAYED) facts.word(RELAYED_ADDRESS, addressAt(buf, off, at + 4, length, true));
    else if (type === XOR_PEER) facts.list(PEERS, addressAt(buf, off, at + 4, length, true));
    at += 4 + ((length + 3) & ~3);
  }
}

/** On TCP messages follow one another, RFC 8489 §6.2.2; with a length before each where ICE has them, RFC 4571. */
function parseStream(payload: Payload, facts: Facts): Progress {
  const { buf, end, fromSrc } = payload;
  while (end - payload.off >= HEADER_BYTES + FRAME_BYTES) {
    const isFramed = u32(buf, payload.off + 4) !== COOKIE;
    const at = payload.off + (isFramed ? FRAME_BYTES : 0);
    if (u32(buf, at + 4) !== COOKIE) return Progress.Done; // data, on the way to a peer
    const stop = at + HEADER_BYTES + u16(buf, at + 2);
    if (stop > end) break;
    writeMessage(buf, at, stop, fromSrc, facts);
    payload.off = stop;
  }
  if (end - payload.off === HEADER_BYTES && u32(buf, payload.off + 4) === COOKIE && u16(buf, payload.off + 2) === 0)
    payload.off = end; // a message without attributes ends the segment
  return Progress.Next;
}

export const stun: Dissector = {
  app: 'stun',
  over: [17, 6],
  ports: [3478, 3479, 19302],
  firstBytes: [0, 1, 2, 8], // types in use begin so
  probe({ buf, off, end, wireLength, proto, sendPort, recvPort }) {
    if (end - off < HEADER_BYTES)
      return proto === 6 && buf[off] <= 1 && (end - off < 8 || u32(buf, off + 4) === COOKIE)
        ? Verdict.More
        : Verdict.No;
    // ICE over TCP puts the length of each message before it, RFC 4571
    if (
      proto === 6 &&
      end - off >= 10 &&
      u32(buf, off + 6) === COOKIE &&
      u16(buf, off) === u16(buf, off + 4) + HEADER_BYTES
    )
      return Verdict.Yes;
    const type = u16(buf, off);
    if (type === 0 || type >= 0x4000) return Verdict.No;
    const length = u16(buf, off + 2);
    if (u32(buf, off + 4) === COOKIE)
      return proto === 6 || HEADER_BYTES + length === wireLength ? Verdict.Yes : Verdict.No;
    if ((length & 3) !== 0) return Verdict.No;
    if (proto !== 17 || HEADER_BYTES + length !== wireLength || !isClassicType(type)) return Verdict.No;
    if (isStunPort(sendPort) || isStunPort(recvPort)) return Verdict.Yes;
    if (length === 0) return Verdict.No;
    return end - off === wireLength && attributesFit(buf, off + HEADER_BYTES, end) ? Verdict.Yes : Verdict.No;
  },
  /** ICE shares its ports with DTLS and RTP (RFC 7983): the flow is named after what it was opened for. */
  parse(payload, facts) {
    const { buf, off, end, fromSrc, proto } = payload;
    if (proto === 17 && end - off > 12) {
      if (buf[off] >= 20 && buf[off] <= 23 && buf[off + 1] === 0xfe) {
        if ((payload.stateA & IS_DTLS) === 0) {
          facts.become('dtls');
          payload.stateA = IS_DTLS >>> 0;
          payload.stateB = 0;
        }
        return dtls.parse!(payload, facts);
      }
      if ((payload.stateA & IS_DTLS) !== 0) return buf[off] < 4 ? Progress.More : Progress.Done; // SRTP
      if (buf[off] >> 6 === 2 && (buf[off + 1] < 192 || buf[off + 1] > 223)) {
        const media = u32(buf, off + 8);
        if (media === payload.stateA && (buf[off + 1] & 0x7f) === payload.stateB && media !== 0) {
          facts.become('rtp');
          writeRtpSource(payload, facts);
          return Progress.Done;
        }
        payload.stateA = media;
        payload.stateB = buf[off + 1] & 0x7f;
        return Progress.More;
      }
    }
    if (proto === 6) return parseStream(payload, facts);
    if (end - off >= HEADER_BYTES && u32(buf, off + 4) === COOKIE) writeMessage(buf, off, end, fromSrc, facts);
    return Progress.More;
  },
};
