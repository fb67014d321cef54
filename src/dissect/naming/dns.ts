/** DNS over UDP and TCP, RFC 1035 §4.2: on TCP each message has two bytes of length before it. */
import { fact } from '#fields/table.ts';
import { TCP } from '#registry/ip-protocols.ts';
import { u16 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { MAX_PREFIX_BYTES, Progress, Verdict } from '../dissector.ts';
import { DNS_HEADER_BYTES, isDnsMessage, parseDnsMessage } from './dns-message.ts';

const PORT = 53;
const MOST_ANSWERS = 500;
const MOST_OTHERS = 200;
const LATENCY = fact('dns.latency');
const LONGEST_WAIT_NS = 60e9;
/** of stateA: the first question was heard, and is still to be answered */
const WAITING = 0x10000;
const ANSWERED = 0x20000;

/** A message of one question that the snap length cut in its name, alone in its segment; header and length are there. */
function isCutMessage(buf: Uint8Array, off: number, isAlone: boolean): boolean {
  const hasQuery = (buf[off + 4] & 0x78) === 0 && (buf[off + 5] & 0x40) === 0 && u16(buf, off + 6) === 1;
  return isAlone && hasQuery && u16(buf, off + 8) <= MOST_ANSWERS && u16(buf, off + 10) <= MOST_OTHERS;
}

function probe({ buf, off, end, wireLength, proto, sendPort, recvPort }: Payload): Verdict {
  const own = sendPort === PORT || recvPort === PORT;
  if (proto !== TCP) return isDnsMessage(buf, off, end, !own) ? Verdict.Yes : Verdict.No;
  if (end - off < 2) return own ? Verdict.More : Verdict.No;
  const length = u16(buf, off);
  if (length < DNS_HEADER_BYTES || (!own && length > 4096)) return Verdict.No;
  if (end - off < 2 + DNS_HEADER_BYTES) return own ? Verdict.More : Verdict.No;
  if (!own && wireLength !== length + 2) return Verdict.No;
  if (isDnsMessage(buf, off + 2, Math.min(end, off + 2 + length), true)) return Verdict.Yes;
  if (own && end - off < wireLength)
    return isCutMessage(buf, off, length + 2 === wireLength) ? Verdict.Yes : Verdict.No;
  return own && end - off === wireLength && wireLength < 2 + length ? Verdict.More : Verdict.No;
}

export const dns: Dissector = {
  app: 'dns',
  over: [17, TCP],
  ports: [PORT],
  everyDatagram: true,
  probe,
  parse(payload, facts) {
    const { buf, end, off, proto, wireLength } = payload;
    if (proto !== TCP) {
      parseDnsMessage(buf, off, end, facts, false);
      time(payload, off, facts);
      return Progress.More;
    }
    const isCut = wireLength > end - off;
    if (payload.gap) return Progress.Other; // where the next message begins is not known
    while (end - payload.off >= 2) {
      const from = payload.off + 2;
      const to = from + u16(buf, payload.off);
      if (to > end && !isCut && end - payload.off < MAX_PREFIX_BYTES - 1) return Progress.Next;
      parseDnsMessage(buf, from, Math.min(to, end), facts, false);
      time(payload, from, facts);
      payload.off = to;
    }
    return Progress.Next;
  },
};

/** Measures how long the first question waits for the response with its number: stateA keeps the number, stateB µs. */
function time(payload: Payload, off: number, facts: Facts): void {
  const { buf, end } = payload;
  if ((payload.stateA & ANSWERED) !== 0 || end - off < DNS_HEADER_BYTES) return;
  const us = Math.floor(payload.time / 1000) >>> 0;
  const id = u16(buf, off);
  if ((buf[off + 2] & 0x80) === 0) {
    if (payload.stateA !== 0) return;
    payload.stateA = WAITING | id;
    payload.stateB = us;
  } else if (payload.stateA === (WAITING | id)) {
    payload.stateA = ANSWERED;
    const waited = (us - payload.stateB) >>> 0;
    if (waited > 0 && waited < LONGEST_WAIT_NS / 1000) facts.number(LATENCY, waited);
  }
}
