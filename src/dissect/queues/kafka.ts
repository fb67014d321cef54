/**
 * Apache Kafka, protocol guide "Request Header v1": length, API key, API version, correlation id, client id. Responses have no
 * mark, so a connection is told by a request.
 */
import { fact } from '#fields/table.ts';
import { isText, u16, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';

const CLIENT = fact('software.client');

const NO_CLIENT = 0xffff;

export const kafka: Dissector = {
  app: 'kafka',
  over: [6],
  ports: [9092],
  firstBytes: [0],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] !== 0) return Verdict.No;
    if (end - off < 15) return Verdict.More;
    const length = u32(buf, off);
    const key = u16(buf, off + 4);
    const client = u16(buf, off + 12);
    if (length < 10 || length > 0x100000 || key > 74 || u16(buf, off + 6) > 18) return Verdict.No;
    const own = recvPort === 9092 || recvPort === 9093 || sendPort === 9092;
    if (client === 0 || client === NO_CLIENT)
      return recvPort === 9092 && length + 4 === end - off ? Verdict.Yes : Verdict.No;
    if (client > 255 || client + 10 > length) return Verdict.No;
    if (off + 14 + client > end) return isText(buf, off + 14, end) ? Verdict.More : Verdict.No;
    if (!isText(buf, off + 14, off + 14 + client) || (!own && client < 4)) return Verdict.No;
    return own || key === 18 || key === 3 ? Verdict.Yes : Verdict.No;
  },
  parse({ buf, off, end, fromSrc }, facts) {
    const stop = off + 14 + u16(buf, off + 12);
    if (fromSrc && stop > off + 14 && stop <= end) facts.text(CLIENT, buf, off + 14, stop);
    return Progress.Done;
  },
};
