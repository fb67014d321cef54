/**
 * PROXY protocol of HAProxy, version 1 and 2 (haproxy.org proxy-protocol.txt §2): a line or a block before what the client says. The
 * flow keeps the name; TLS and HTTP that follow are read.
 */
import { indexOfByte, startsWith, u16 } from '../bytes.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { opening } from '../opening.ts';
import { http, parseHttp } from './http.ts';
import { HANDSHAKE, parseTls, TLS_INSIDE } from './tls-stream.ts';

const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n';
const V2_BYTES = 16;
const V1_LONGEST = 107;
const V2_LONGEST = 2048;
/** of stateB: what follows is HTTP, whose own bits are lower */
const HTTP_INSIDE = 0x10000;

/** Where what is carried begins; -1 when the header is not whole, -2 when it is none. */
function behindHeader({ buf, off, end }: Payload): number {
  if (startsWith(buf, off, end, SIGNATURE)) {
    if (end - off < V2_BYTES) return -1;
    const at = off + V2_BYTES + u16(buf, off + 14);
    if (at - off > V2_LONGEST) return -2;
    return at <= end ? at : -1;
  }
  const line = indexOfByte(buf, off, Math.min(end, off + V1_LONGEST), 0x0a);
  if (line < 0) return end - off < V1_LONGEST ? -1 : -2;
  return line + 1;
}

export const haproxy: Dissector = {
  ...opening('haproxy', [6], [], ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN', SIGNATURE]),
  everyDatagram: true, // requests are counted to the end
  parse(payload, facts) {
    if ((payload.stateB & TLS_INSIDE) !== 0) return parseTls(payload, facts);
    if ((payload.stateB & HTTP_INSIDE) !== 0) return parseHttp(payload, facts);
    const isCut = payload.wireLength > payload.end - payload.off;
    if (startsWith(payload.buf, payload.off, payload.end, 'PROXY ') || payload.buf[payload.off] === 0x0d) {
      const at = behindHeader(payload);
      if (at === -2 || (at < 0 && isCut)) return Progress.Done;
      if (at < 0) return Progress.More;
      payload.off = at;
      if (at === payload.end) return Progress.Next;
    }
    if (payload.buf[payload.off] !== HANDSHAKE) {
      const verdict = http.probe(payload);
      if (verdict === Verdict.More && !isCut) return Progress.Next;
      if (verdict !== Verdict.Yes) return Progress.Done;
      payload.stateB = (payload.stateB | HTTP_INSIDE) >>> 0;
      return parseHttp(payload, facts);
    }
    payload.stateA = 0;
    payload.stateB = TLS_INSIDE >>> 0;
    return parseTls(payload, facts, isCut);
  },
};
