/** MQTT 3.1, 3.1.1 and 5.0 (OASIS MQTT §3.1 CONNECT, §3.2 CONNACK); later packets by several in a row. */
import { fact } from '#fields/table.ts';
import { isText, startsWith, u16 } from '../bytes.ts';
import type { Dissector, Facts } from '../dissector.ts';
import { Verdict } from '../dissector.ts';
import { parseMessages } from '../framed.ts';

const USER = fact('user');
const CLIENT = fact('mqtt.client');
const VERSION = fact('mqtt.version');
const TOPICS = fact('mqtt.topics');
const CLEAR = fact('credentials.clear');
const CONNECT = 0x10;
const CONNACK = 0x20;
const PORT = 1883;
const LATE_PACKETS = 3;
const LEAST_TOPIC = 4; // of a packet that is to tell by itself
const HAS_USER = 0x80;
const HAS_PASSWORD = 0x40;
const HAS_WILL = 0x04;
const PUBLISH = 3; // type, the high four bits
const SUBSCRIBE = 8;
const MOST_SUBSCRIBED = 16;
const LONGEST_TOPIC = 256;
const VERSIONS: Readonly<Record<number, string>> = { 3: '3.1', 4: '3.1.1', 5: '5.0' };

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
      return rest >= 6 && isSubscription(buf, body, body + rest, end);
    case 0x90: // a packet identifier, then codes: 0 to 2, or an error
      return (
        rest >= 3 &&
        (body + 2 >= end || u16(buf, body) !== 0) &&
        (body + rest > end || isSubscribed(buf[body + rest - 1]))
      );
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

/** One whole packet on the protocol's port: an answer to CONNECT (§3.2), a ping and its answer, a farewell, a subscription and its answer, a message with its topic. */
function isAlone(buf: Uint8Array, off: number, end: number): boolean {
  const body = variableHeader(buf, off, end);
  if (body < 0 || packetBytes(buf, off, end) !== end - off) return false;
  if (buf[off] === CONNACK) return end - body >= 2 && buf[body] <= 1 && (buf[body + 1] <= 5 || buf[body + 1] >= 0x80);
  if (buf[off] === 0xc0 || buf[off] === 0xd0 || buf[off] === 0xe0) return body === end;
  if (buf[off] === 0x82 || buf[off] === 0x90) return isControl(buf, off, body, end - body, end);
  return (
    buf[off] >> 4 === PUBLISH &&
    end - body > 2 &&
    u16(buf, body) >= LEAST_TOPIC &&
    isControl(buf, off, body, end - body, end)
  );
}

/** SUBSCRIBE §3.8: a packet identifier, properties (of version 5), topic filters with an option byte each; the last of them ends the packet. */
function isSubscription(buf: Uint8Array, body: number, stop: number, end: number): boolean {
  if (stop > end) return body + 4 <= end && u16(buf, body) !== 0 && u16(buf, body + 2) <= stop - body - 5;
  if (u16(buf, body) === 0) return false;
  return filtersFit(buf, body + 2, stop) || filtersFit(buf, body + 3 + buf[body + 2], stop);
}

function filtersFit(buf: Uint8Array, off: number, stop: number): boolean {
  let at = off;
  while (at + 3 <= stop) {
    const topic = u16(buf, at);
    const option = at + 2 + topic;
    if (topic === 0 || option >= stop || (buf[option] & 3) === 3 || !isText(buf, at + 2, option)) return false;
    at = option + 1;
  }
  return at === stop && at > off;
}

const isSubscribed = (code: number): boolean => code <= 2 || (code >= 0x80 && code <= 0xa2);

export const mqtt: Dissector = {
  app: 'mqtt',
  over: [6],
  ports: [PORT],
  firstBytes: [
    CONNECT,
    CONNACK,
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
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (buf[off] === CONNECT) {
      if (end - off < 12) return Verdict.More;
      const at = variableHeader(buf, off, end);
      return at > 0 && isProtocolName(buf, at, end) ? Verdict.Yes : Verdict.No;
    }
    if ((sendPort === PORT || recvPort === PORT) && end - off === wireLength && isAlone(buf, off, end))
      return Verdict.Yes;
    return probeLate(buf, off, end);
  },
  parse: (payload, facts) =>
    parseMessages(payload, facts, packetBytes, ({ buf, stateA }, _facts, off, end) => {
      const at = variableHeader(buf, off, end);
      if (at < 0) return true;
      if (buf[off] === CONNECT) payload.stateA = readConnect(buf, at, end, facts);
      else if (buf[off] >> 4 === PUBLISH) writeTopic(buf, at, end, facts);
      else if (buf[off] >> 4 === SUBSCRIBE) readSubscribe(buf, at + 2, end, stateA === 5, facts);
      return true;
    }),
};

/** Fixed header with the length of the rest, OASIS MQTT 3.1.1 §2.2.3. */
function packetBytes(buf: Uint8Array, off: number, end: number): number {
  let length = 0;
  for (let i = 0; i < 4; i++) {
    const at = off + 1 + i;
    if (at >= end) return 0;
    length += (buf[at] & 0x7f) * 128 ** i;
    if (buf[at] < 0x80) return buf[off] < 0x10 ? -1 : at + 1 - off + length;
  }
  return -1;
}

/** Behind the properties of MQTT 5 at off; end when they are cut off. */
function behindProperties(buf: Uint8Array, off: number, end: number): number {
  let length = 0;
  for (let i = 0; i < 4 && off + i < end; i++) {
    length += (buf[off + i] & 0x7f) * 128 ** i;
    if (buf[off + i] < 0x80) return Math.min(end, off + i + 1 + length);
  }
  return end;
}

/** Version, client, user; that there is a password, never which. Returns the protocol level. */
function readConnect(buf: Uint8Array, off: number, end: number, facts: Facts): number {
  if (!isProtocolName(buf, off, end)) return 0;
  const level = behindText(buf, off, end);
  if (end - level < 4) return 0;
  facts.word(VERSION, VERSIONS[buf[level] & 0x7f] ?? '');
  const flags = buf[level + 1];
  let at = level + 4;
  const isFive = buf[level] === 5;
  if (isFive) at = behindProperties(buf, at, end);
  const client = behindText(buf, at, end);
  if (client > at + 2) facts.text(CLIENT, buf, at + 2, client);
  at = client;
  if ((flags & HAS_WILL) !== 0) {
    if (isFive) at = behindProperties(buf, at, end);
    at = behindText(buf, behindText(buf, at, end), end);
  }
  if ((flags & HAS_PASSWORD) !== 0) facts.flag(CLEAR, true);
  if ((flags & HAS_USER) !== 0) {
    const stop = behindText(buf, at, end);
    if (stop > at + 2) facts.text(USER, buf, at + 2, stop);
  }
  return buf[level];
}

function writeTopic(buf: Uint8Array, off: number, end: number, facts: Facts): void {
  if (end - off < 2) return;
  const length = u16(buf, off);
  if (length === 0 || length > LONGEST_TOPIC || off + 2 + length > end) return;
  const topic = Buffer.from(buf.buffer, buf.byteOffset + off + 2, length).toString('utf8');
  if (!topic.includes(' ')) facts.list(TOPICS, topic);
}

/** Behind the packet's number: (properties of MQTT 5,) topics, each with its options. */
function readSubscribe(buf: Uint8Array, off: number, end: number, isFive: boolean, facts: Facts): void {
  let at = isFive ? behindProperties(buf, off, end) : off;
  for (let n = 0; n < MOST_SUBSCRIBED && end - at > 2; n++) {
    writeTopic(buf, at, end, facts);
    at += 3 + u16(buf, at);
  }
}
