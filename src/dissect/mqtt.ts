/** MQTT 3.1, 3.1.1 and 5.0 (OASIS MQTT §3.1 CONNECT, §3.2 CONNACK); later packets by several in a row. */
import { fact } from '#fields/table.ts';
import { isText, startsWith, u16 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';

const USER = fact('user');
const CONNECT = 0x10;
const LATE_PACKETS = 3;
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

/** A connection joined late: control packets that follow each other without a gap, several of them. */
function probeLate(buf: Uint8Array, off: number, end: number): Verdict {
  let at = off;
  for (let packets = 0; at < end; packets++) {
    const body = variableHeader(buf, at, end);
    if (body < 0) return end - at < 2 ? Verdict.More : Verdict.No;
    if (body - at > 3) return Verdict.No;
    const rest = body - at === 2 ? buf[at + 1] : (buf[at + 1] & 0x7f) + 128 * buf[at + 2];
    if (!isControl(buf, at, body, rest, end)) return Verdict.No;
    at = body + rest;
    if (at === end) return packets + 1 >= LATE_PACKETS ? Verdict.Yes : Verdict.More;
  }
  return Verdict.More;
}

/** MQTT 3.1.1 §2.2: the flags of each type are fixed, but for PUBLISH. */
function isControl(buf: Uint8Array, at: number, body: number, rest: number, end: number): boolean {
  switch (buf[at]) {
    case 0x40: // acknowledgements: a packet identifier
    case 0x50:
    case 0x62:
    case 0x70:
      return rest === 2;
    case 0x82:
      return rest >= 6;
    case 0x90:
      return rest >= 3;
    case 0xc0:
    case 0xd0:
      return rest === 0;
    default: {
      if (buf[at] >> 4 !== 3 || (buf[at] & 6) === 6 || rest < 3 || body + 2 > end) return false;
      const topic = u16(buf, body);
      return topic > 0 && topic < rest - 1 && isText(buf, body + 2, Math.min(end, body + 2 + topic));
    }
  }
}

export const mqtt: Dissector = {
  app: 'mqtt',
  over: [6],
  ports: [1883],
  firstBytes: [
    CONNECT,
    0x30,
    0x31,
    0x32,
    0x33,
    0x34,
    0x35,
    0x38,
    0x39,
    0x3a,
    0x3b,
    0x3c,
    0x3d,
    0x40,
    0x50,
    0x62,
    0x70,
    0x82,
    0x90,
    0xc0,
    0xd0,
  ],
  probe({ buf, off, end }) {
    if (buf[off] === CONNECT) {
      if (end - off < 12) return Verdict.More;
      const at = variableHeader(buf, off, end);
      return at > 0 && isProtocolName(buf, at, end) ? Verdict.Yes : Verdict.No;
    }
    return probeLate(buf, off, end);
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
