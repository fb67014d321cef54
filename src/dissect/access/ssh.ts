/**
 * SSH, RFC 4253 §4.2 and §7.1: both sides begin with "SSH-2.0-software comments", then with KEXINIT, which lists the algorithms they
 * take. HASSH and HASSH server (Salesforce, BSD-3-Clause) are MD5 of those lists.
 */
import { hash } from 'node:crypto';
import { fact } from '#fields/table.ts';
import { indexOfByte, startsWith, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';
import { writeOs } from '../web/os-hint.ts';

const CLIENT = fact('software.client');
const SERVER = fact('software.server');
const VERSION = fact('ssh.version');
const HASSH = fact('ssh.hassh');
const HASSH_SERVER = fact('ssh.hassh_server');
const KEX = fact('ssh.kex');
const HOST_KEY = fact('ssh.host_key');
const CIPHER = fact('ssh.cipher');
const LONGEST_LINE = 255;
const MOST_LINES = 32; // before the version, RFC 4253 §4.2
const PACKET_BYTES = 6; // length, padding length, message
const KEXINIT = 20;
const COOKIE_BYTES = 16;
const LISTS = 8; // kex, host keys, then ciphers, MACs and compressions, each to the server and to the client
const LONGEST_LIST = 4096;
const PENDING = 64;
const FIRST_NAME = 12; // bytes of the first names that are looked at

// stateA: sides whose version was read; stateB: number of the lists that wait for the other side's
const LINE_READ_SRC = 1;
const LINE_READ_DST = 2;

/** Lists of the side that spoke first, of the flows that came last; memory that flows refer to by number: see across-packets.ts. */
export const sshLists = { pending: [] as { id: number; lists: readonly string[] }[], lastId: 0 };

export const ssh: Dissector = {
  app: 'ssh',
  over: [6],
  ports: [22],
  firstBytes: [0x53, 0],
  probe({ buf, off, end, wireLength }) {
    if (buf[off] === 0) return isKexinit(buf, off, end, wireLength) ? Verdict.Yes : Verdict.No;
    if (end - off >= 6)
      return startsWith(buf, off, end, 'SSH-1.') || startsWith(buf, off, end, 'SSH-2.') ? Verdict.Yes : Verdict.No;
    return startsWith(buf, off, end, 'SSH-'.slice(0, Math.min(4, end - off))) ? Verdict.More : Verdict.No;
  },
  parse(payload, facts) {
    if ((payload.stateA & (LINE_READ_SRC | LINE_READ_DST)) === 0 && payload.buf[payload.off] === 0)
      payload.stateA = LINE_READ_SRC | LINE_READ_DST; // joined late
    const mark = payload.fromSrc ? LINE_READ_SRC : LINE_READ_DST;
    if ((payload.stateA & mark) === 0 && !readLine(payload, facts, mark)) return Progress.Next;
    return readKexinit(payload, facts);
  },
};

/** A connection joined behind its versions: KEXINIT in a packet that may go on in later segments, and a first list of names. */
function isKexinit(buf: Uint8Array, off: number, end: number, wireLength: number): boolean {
  const list = off + PACKET_BYTES + COOKIE_BYTES;
  if (end - list < 4 + FIRST_NAME || buf[off + 5] !== KEXINIT || buf[off + 4] < 4) return false;
  const length = u32(buf, off);
  const names = u32(buf, list);
  if (length > MAX_PREFIX_BYTES || length + 4 < Math.min(wireLength, 64) || names < FIRST_NAME || names > LONGEST_LIST)
    return false;
  for (let at = list + 4; at < list + 4 + FIRST_NAME; at++) if (!isNameByte(buf[at])) return false;
  return true;
}

/** RFC 4251 §6: names as algorithms have them, small letters, digits, hyphens, dots, with commas between. */
function isNameByte(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x2c && byte <= 0x39 && byte !== 0x2f) || byte === 0x40;
}

/** The line with the version; lines before it are passed over. False when it is not there yet. */
function readLine(payload: Payload, facts: Facts, mark: number): boolean {
  const { buf, end, fromSrc, wireLength, off } = payload;
  const isCut = wireLength > end - off;
  for (let n = 0; n < MOST_LINES; n++) {
    const at = payload.off;
    const line = indexOfByte(buf, at, Math.min(end, at + LONGEST_LINE), 0x0a);
    if (line < 0 && !isCut && end - at < LONGEST_LINE) return false;
    let stop = line < 0 ? Math.min(end, at + LONGEST_LINE) : line;
    payload.off = line < 0 ? end : line + 1;
    if (!startsWith(buf, at, end, 'SSH-')) {
      if (line < 0) break;
      continue;
    }
    if (stop > at && buf[stop - 1] === 0x0d) stop--;
    const from = indexOfByte(buf, at + 4, stop, 0x2d); // behind the protocol version
    if (from < 0) break;
    if (!fromSrc || !facts.has(VERSION)) facts.text(VERSION, buf, at + 4, from);
    facts.text(fromSrc ? CLIENT : SERVER, buf, from + 1, stop);
    if (!fromSrc) writeOs(buf, from + 1, stop, facts);
    break;
  }
  payload.stateA |= mark;
  return true;
}

/** The first binary packet, RFC 4253 §6; Other when it was read, or is another. */
function readKexinit(payload: Payload, facts: Facts): Progress {
  const { buf, off, end } = payload;
  if (end - off < PACKET_BYTES) return Progress.Next;
  const length = u32(buf, off);
  if (buf[off + 5] !== KEXINIT || length > MAX_PREFIX_BYTES - 4 || length < PACKET_BYTES + COOKIE_BYTES)
    return Progress.Other;
  if (off + 4 + length > end) return Progress.Next;
  const stop = off + 4 + length - buf[off + 4];
  const lists: string[] = [];
  let at = off + PACKET_BYTES + COOKIE_BYTES;
  for (let n = 0; n < LISTS; n++) {
    if (at + 4 > stop) return Progress.Other;
    const bytes = u32(buf, at);
    if (bytes > LONGEST_LIST || at + 4 + bytes > stop) return Progress.Other;
    lists.push(Buffer.from(buf.buffer, buf.byteOffset + at + 4, bytes).toString('latin1'));
    at += 4 + bytes;
  }
  const [kex, , cipherOut, cipherIn, macOut, macIn, packOut, packIn] = lists;
  if (payload.fromSrc) facts.word(HASSH, hash('md5', `${kex};${cipherOut};${macOut};${packOut}`));
  else facts.word(HASSH_SERVER, hash('md5', `${kex};${cipherIn};${macIn};${packIn}`));
  agree(payload, lists, facts);
  return Progress.Other;
}

/** RFC 4253 §7.1: of each list the client's first that the server takes as well. */
function agree(payload: Payload, lists: readonly string[], facts: Facts): void {
  const { pending } = sshLists;
  const place = pending[payload.stateB % PENDING];
  if (payload.stateB === 0 || place === undefined || place.id !== payload.stateB) {
    const lastId = (sshLists.lastId % 0x7fffffff) + 1;
    sshLists.lastId = lastId;
    pending[lastId % PENDING] = { id: lastId, lists };
    payload.stateB = lastId;
    return;
  }
  const [client, server] = payload.fromSrc ? [lists, place.lists] : [place.lists, lists];
  for (const [field, list] of [
    [KEX, 0],
    [HOST_KEY, 1],
    [CIPHER, 2],
  ] as const) {
    const taken = `,${server[list]!},`;
    const chosen = client[list]!.split(',').find((name) => taken.includes(`,${name},`) && !name.startsWith('ext-info'));
    if (chosen) facts.word(field, chosen);
  }
}
