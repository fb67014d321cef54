/**
 * OpenVPN, "OpenVPN wire protocol" draft: opcode << 3 | key id, session id, then with tls-auth an HMAC, with tls-crypt a
 * replay id and time; over TCP two bytes of length before. Only hard resets are taken as the beginning; of a tunnel joined late three
 * packets of data over UDP: opcode 9, the same peer, packet ids that rise.
 */
import { u16, u32 } from '../bytes.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const CLIENT_RESET_V2 = 0x38;
const SERVER_RESET_V2 = 0x40;
const CLIENT_RESET_V3 = 0x50;
const CLIENT_RESET_V1 = 0x08;
const SERVER_RESET_V1 = 0x10;
const SESSION_BYTES = 8;
const TLS_CRYPT_REQUEST = 54; // opcode, session, stamp of 8, tag of 32, then encrypted: no acks, packet id
const TLS_CRYPT_ANSWER = 66; // the same with one acknowledgement
const YEAR_2010 = 0x4b3d3b00;

const EARLY_ID = 0x0f000001; // of a client that takes the handshake without state on the server, since 2.6
const EARLY_BYTES = 6; // what the server then adds to its answer: type, length, flags of 2 bytes each
const LONGEST_RESET = 1400; // with the client's wrapped key, tls-crypt-v2

/** Packet id 1 and a time since 2010, as tls-auth and tls-crypt put them before or behind the HMAC. */
function isReplayStamp(buf: Uint8Array, off: number): boolean {
  const time = u32(buf, off + 4);
  return (u32(buf, off) === 1 || u32(buf, off) === EARLY_ID) && time >= YEAR_2010 && time < 0xa0000000;
}

/** True for [off, end) holding one hard reset. */
function isReset(buf: Uint8Array, off: number, end: number): boolean {
  const length = end - off;
  const opcode = buf[off];
  const session = off + 1;
  if (length < 14 || (u32(buf, session) === 0 && u32(buf, session + 4) === 0)) return false;
  const client = opcode === CLIENT_RESET_V2 || opcode === CLIENT_RESET_V1;
  if (client && length === 14) return buf[off + 9] === 0 && u32(buf, off + 10) === 0;
  // the answer acknowledges packet 0 of the session of the client: count, ids, session, own packet id 0
  if (!client && opcode !== CLIENT_RESET_V3 && length === 26)
    return buf[off + 9] === 1 && u32(buf, off + 10) === 0 && u32(buf, off + 22) === 0;
  const crypt = session + SESSION_BYTES;
  if (
    length === TLS_CRYPT_REQUEST ||
    length === TLS_CRYPT_ANSWER ||
    length === TLS_CRYPT_ANSWER + EARLY_BYTES ||
    (opcode === CLIENT_RESET_V3 && length > TLS_CRYPT_REQUEST)
  ) {
    if (isReplayStamp(buf, crypt)) return true;
  }
  for (let hmac = 16; hmac <= 64; hmac += 4) {
    // tls-auth: stamp behind an HMAC of 16, 20, 28, 32, 48 or 64 bytes, then acknowledgements and packet id 0 at the very end
    const stamp = crypt + hmac;
    if (stamp + 13 > end) break;
    const acks = buf[stamp + 8];
    const packet = stamp + 9 + (acks === 0 ? 0 : 4 * acks + SESSION_BYTES);
    if (isReplayStamp(buf, stamp) && acks <= 1 && packet + 4 === end && u32(buf, packet) === 0) return true;
  }
  return false;
}

const DATA_V2 = 9;
const DATA_HEAD = 24; // opcode and key, peer of 3 bytes, packet id, tag of 16
const MOST_LOST = 16; // packets between two that were captured
const COUNT_SHIFT = 28; // packet ids stay below: the bits above count

/** Three of one direction: stateA is the first word, stateB the last packet id and how many followed one another. */
function probeData(payload: Payload): Verdict {
  const { buf, off, end } = payload;
  if (end - off < DATA_HEAD) return Verdict.No;
  const head = u32(buf, off);
  const id = u32(buf, off + 4);
  if (id === 0 || id >>> COUNT_SHIFT !== 0) return Verdict.No;
  const count = payload.stateB >>> COUNT_SHIFT;
  const step = id - (payload.stateB & ((1 << COUNT_SHIFT) - 1));
  const follows = payload.stateA === head && count > 0 && step > 0 && step <= MOST_LOST;
  if (follows && count >= 2) return Verdict.Yes;
  payload.stateA = head;
  payload.stateB = (((follows ? count + 1 : 1) << COUNT_SHIFT) | id) >>> 0;
  return Verdict.More;
}

function isOpcode(byte: number): boolean {
  return (
    byte === CLIENT_RESET_V2 ||
    byte === SERVER_RESET_V2 ||
    byte === CLIENT_RESET_V3 ||
    byte === CLIENT_RESET_V1 ||
    byte === SERVER_RESET_V1
  );
}

export const openvpn: Dissector = {
  app: 'openvpn',
  over: [17, 6],
  ports: [1194],
  firstBytes: [
    ...[0, 1, 2, 3, 4, 5],
    ...[CLIENT_RESET_V1, SERVER_RESET_V1, CLIENT_RESET_V2, SERVER_RESET_V2, CLIENT_RESET_V3],
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((key) => (DATA_V2 << 3) | key),
  ],
  probe(payload) {
    const { buf, off, end, proto } = payload;
    if (proto === 17 && buf[off] >> 3 === DATA_V2) return probeData(payload);
    if (proto === 17) return isOpcode(buf[off]) && isReset(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (buf[off] > LONGEST_RESET >> 8) return Verdict.No;
    if (end - off < 3) return Verdict.More;
    const stop = off + 2 + u16(buf, off);
    if (!isOpcode(buf[off + 2]) || stop - off < 16) return Verdict.No;
    if (stop > end) return Verdict.More;
    return isReset(buf, off + 2, stop) ? Verdict.Yes : Verdict.No;
  },
};
