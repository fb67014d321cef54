/** Minecraft Java handshake, wiki.vg "Protocol": length, packet 0, protocol, address, port, next state 1 to 3; the pings of older versions. */
import { fact } from '#fields/table.ts';
import { indexOfByte, isText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const HOST = fact('host');

const PORT = 25565;
const LEGACY_PING = 0xfe;
const KICK = 0xff;
/** of the ping of 1.6: FE 01 FA and "MC|" in UTF-16; of its answer: "§1" and zero ("Server List Ping") */
const PING_HOST = [0xfe, 0x01, 0xfa, 0, 0x0b, 0, 0x4d, 0, 0x43, 0, 0x7c];
const OF_PING = [0, 0xa7, 0, 0x31, 0, 0];

function hasBytes(buf: Uint8Array, off: number, end: number, bytes: readonly number[]): boolean {
  if (end - off < bytes.length) return false;
  for (let i = 0; i < bytes.length; i++) if (buf[off + i] !== bytes[i]) return false;
  return true;
}

/** Behind the packet's length, a VarInt of one or two bytes; -1 = it is none that a handshake has. */
function lengthEnd(buf: Uint8Array, off: number, end: number): number {
  if (buf[off] < 0x80) return buf[off] >= 6 ? off + 1 : -1;
  return off + 1 < end && buf[off + 1] >= 1 && buf[off + 1] < 0x10 ? off + 2 : -1;
}

const lengthOf = (buf: Uint8Array, off: number, start: number): number =>
  start === off + 1 ? buf[off] : (buf[off] & 0x7f) | (buf[off + 1] << 7);

/** Where the VarInt with the address' length begins: behind packet number 0 and the protocol's version. */
function sizeAt(buf: Uint8Array, start: number, end: number): number {
  let at = start + 1;
  while (at < start + 5 && at < end && buf[at] >= 0x80) at++;
  return at + 1;
}

function addressAt(buf: Uint8Array, start: number, end: number): number {
  const at = sizeAt(buf, start, end);
  if (at + 1 >= end) return -1;
  return buf[at] < 0x80 ? at + 1 : at + 2;
}

function nameBytes(buf: Uint8Array, start: number, end: number): number {
  const at = sizeAt(buf, start, end);
  return buf[at] < 0x80 ? buf[at] : (buf[at] & 0x7f) | (buf[at + 1] << 7);
}

export const minecraft: Dissector = {
  app: 'minecraft',
  over: [6],
  ports: [PORT],
  probe({ buf, off, end, sendPort, recvPort }) {
    const own = sendPort === PORT || recvPort === PORT;
    if (buf[off] === LEGACY_PING)
      return (own && end - off <= 2 && (end - off === 1 || buf[off + 1] === 1)) || hasBytes(buf, off, end, PING_HOST)
        ? Verdict.Yes
        : Verdict.No;
    if (buf[off] === KICK) return end - off > 9 && hasBytes(buf, off + 3, end, OF_PING) ? Verdict.Yes : Verdict.No;
    const start = lengthEnd(buf, off, end);
    if (end - off < 4) return own && start > 0 ? Verdict.More : Verdict.No;
    if (start < 0 || buf[start] !== 0) return Verdict.No;
    const name = addressAt(buf, start, end);
    if (name < 0) return Verdict.No;
    const port = name + nameBytes(buf, start, end);
    if (port + 2 >= end || port + 3 !== start + lengthOf(buf, off, start)) return Verdict.No;
    const zero = indexOfByte(buf, name, port, 0);
    if (port === name || zero === name) return Verdict.No;
    return isText(buf, name, zero < 0 ? port : zero) && buf[port + 2] >= 1 && buf[port + 2] <= 3
      ? Verdict.Yes
      : Verdict.No; // status, login, transfer
  },
  parse({ buf, off, end }, facts) {
    const start = lengthEnd(buf, off, end);
    const name = start < 0 ? -1 : addressAt(buf, start, end);
    if (name < 0) return Progress.Done;
    const behind = Math.min(end, name + nameBytes(buf, start, end));
    const mark = indexOfByte(buf, name, behind, 0); // behind it mods and proxies say more
    facts.text(HOST, buf, name, mark < 0 ? behind : mark);
    return Progress.Done;
  },
};
