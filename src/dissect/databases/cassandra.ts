/**
 * Apache Cassandra CQL binary protocol v3 to v5 §2: version, flags, stream, opcode, length; opens with STARTUP or OPTIONS. DataStax's
 * drivers ask for its own versions first, 41 and 42.
 */
import { indexOfText, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const PORT = 9042;
const LONGEST = 1 << 28; // §2.5
const ANSWERS = [0, 2, 3, 6, 8, 0x0c, 0x0e, 0x10]; // ERROR, READY, AUTHENTICATE, SUPPORTED, RESULT, EVENT, AUTH_CHALLENGE, AUTH_SUCCESS
const REQUESTS = [7, 9, 0x0a, 0x0b, 0x0d, 0x0f]; // QUERY, PREPARE, EXECUTE, REGISTER, BATCH, AUTH_RESPONSE

export const cassandra: Dissector = {
  app: 'cassandra',
  over: [6],
  ports: [9042],
  firstBytes: [0x03, 0x04, 0x05, 0x41, 0x42, 0x01, 0x02, 0x81, 0x82, 0x83, 0x84, 0x85, 0xc1, 0xc2],
  probe({ buf, off, end, sendPort, recvPort }) {
    const version = buf[off] & 0x7f;
    const isAnswer = buf[off] >= 0x80;
    if (end - off < 9) return (isAnswer ? sendPort : recvPort) === PORT ? Verdict.More : Verdict.No;
    const short = version < 3; // stream ids of one byte
    const code = buf[off + (short ? 3 : 4)];
    const length = u32(buf, off + (short ? 4 : 5));
    if (buf[off + 1] > 0x1f || length > LONGEST) return Verdict.No;
    if (isAnswer && sendPort === PORT) return ANSWERS.includes(code) ? Verdict.Yes : Verdict.No;
    if (!isAnswer && recvPort === PORT && REQUESTS.includes(code) && length >= 4) return Verdict.Yes;
    if (isAnswer)
      return code === 6 && indexOfText(buf, off + 8, Math.min(end, off + 256), 'CQL_VERSION') > 0
        ? Verdict.Yes
        : Verdict.No; // SUPPORTED
    if (length > 0x1000) return Verdict.No;
    if (code === 5) return length === 0 && recvPort === PORT ? Verdict.Yes : Verdict.No; // OPTIONS
    return code === 1 && indexOfText(buf, off + 8, Math.min(end, off + 128), 'CQL_VERSION') > 0
      ? Verdict.Yes
      : Verdict.No;
  },
};
