/** MQTT 3.1, 3.1.1 and 5.0 (OASIS MQTT §3.1 CONNECT, §3.2 CONNACK); later packets alone only on its own ports. */
import { fact } from '#fields/table.ts';
import { startsWith, u16 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const USER = fact('user');
const CONNECT = 0x10;
const PING_REQUEST = 0xc0;
const PING_RESPONSE = 0xd0;
const KEEP_ALIVES = 6; // bytes: three of them
const HAS_USER = 0x80;
const HAS_WILL = 0x04;

/** Behind the "remaining length", or -1. */
function variableHeader(buf: Uint8Array, off: number, end: number): number {
  for (let at = off + 1; at < end && at <= off + 4; at++) if (buf[at] < 0x80) return at + 1;
  return -1;
}

/** Behind the two-byte length and text at off; end when it is cut off. */
function behindText(buf: Uint8Array, off: number, end: number): number {
  if (end - off < 2) return end;
  const next = off + 2 + u16(buf, off);
  return Math.min(next, end);
}

function isProtocolName(buf: Uint8Array, off: number, end: number): boolean {
  return startsWith(buf, off, end, '\0\x04MQTT') || startsWith(buf, off, end, '\0\x06MQIsdp');
}

export const mqtt: Dissector = {
  app: 'mqtt',
  over: [6],
  ports: [1883],
  firstBytes: [CONNECT, PING_REQUEST, PING_RESPONSE],
  probe({ buf, off, end }) {
    if (buf[off] === CONNECT) {
      if (end - off < 12) return Verdict.More;
      const at = variableHeader(buf, off, end);
      return at > 0 && isProtocolName(buf, at, end) ? Verdict.Yes : Verdict.No;
    }
    // A connection joined late shows its keep-alive: one side sends C0 00 and nothing else, the other D0 00.
    for (let at = off; at < end; at++) if (buf[at] !== ((at - off) % 2 === 0 ? buf[off] : 0)) return Verdict.No;
    return end - off >= KEEP_ALIVES ? Verdict.Yes : Verdict.More;
  },
  parse({ buf, off, end }, facts) {
    const name = buf[off] === CONNECT ? variableHeader(buf, off, end) : -1;
    if (name < 0) return Progress.Done;
    const level = behindText(buf, name, end);
    if (end - level < 4) return Progress.Done;
    const flags = buf[level + 1];
    let at = level + 4;
    if (buf[level] === 5) {
      const properties = variableHeader(buf, at - 1, end);
      if (properties < 0 || buf[at] >= 0x80) return Progress.Done;
      at = properties + buf[at];
    }
    if ((flags & HAS_USER) === 0 || (flags & HAS_WILL) !== 0) return Progress.Done;
    const user = behindText(buf, at, end);
    const stop = behindText(buf, user, end);
    if (stop > user + 2) facts.text(USER, buf, user + 2, stop);
    return Progress.Done;
  },
};
