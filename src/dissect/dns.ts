/** DNS over UDP and TCP, RFC 1035 §4.2: on TCP each message has two bytes of length before it. */
import { u16 } from './bytes.ts';
import type { Dissector, Payload } from './dissector.ts';
import { Progress, Verdict } from './dissector.ts';
import { DNS_HEADER_BYTES, isDnsMessage, parseDnsMessage } from './dns-message.ts';

const PORT = 53;
const TCP = 6;
const QUESTION_SEEN = 1;
const ANSWER_SEEN = 2;

function probe({ buf, off, end, wireLength, proto, sendPort, recvPort }: Payload): Verdict {
  const own = sendPort === PORT || recvPort === PORT;
  if (proto !== TCP) return isDnsMessage(buf, off, end, !own) ? Verdict.Yes : Verdict.No;
  if (end - off < 2) return own ? Verdict.More : Verdict.No;
  const length = u16(buf, off);
  if (length < DNS_HEADER_BYTES || (!own && length > 4096)) return Verdict.No;
  if (end - off < 2 + DNS_HEADER_BYTES) return own ? Verdict.More : Verdict.No;
  if (!own && wireLength !== length + 2) return Verdict.No;
  return isDnsMessage(buf, off + 2, Math.min(end, off + 2 + length), true) ? Verdict.Yes : Verdict.No;
}

export const dns: Dissector = {
  app: 'dns',
  over: [17, TCP],
  ports: [PORT],
  everyDatagram: true,
  probe,
  parse(payload, facts) {
    const { buf, off, end, proto } = payload;
    if (proto !== TCP) {
      parseDnsMessage(buf, off, end, facts, false);
      return Progress.More;
    }
    if (end - off < 2) return Progress.More;
    const stop = off + 2 + u16(buf, off);
    if (stop > end && payload.wireLength === end - off) return Progress.More;
    payload.stateA |= parseDnsMessage(buf, off + 2, Math.min(stop, end), facts, false) ? ANSWER_SEEN : QUESTION_SEEN;
    return payload.stateA === (QUESTION_SEEN | ANSWER_SEEN) ? Progress.Done : Progress.Other;
  },
};
