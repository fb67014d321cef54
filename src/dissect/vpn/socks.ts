/** SOCKS 4 and 4a (Ying-Da Lee), SOCKS 5 (RFC 1928 §3). The greeting is short, so its every byte has to fit. */
import { formatIp, formatIpv4 } from '#base/address.ts';
import { fact } from '#fields/table.ts';
import { indexOfByte, isText, u16, u24, u32 } from '../bytes.ts';
import type { Dissector, Facts, Payload } from '../dissector.ts';
import { Progress, Verdict } from '../dissector.ts';
import { http, parseHttp } from '../web/http.ts';
import { HANDSHAKE, parseTls, TLS_INSIDE } from '../web/tls-stream.ts';

const HOST = fact('host');
const USER = fact('user');
const CLEAR = fact('credentials.clear');
const CONNECT_BYTES = 8;
const NAME = 3;
const IPV4 = 1;
const IPV6 = 4;
/** of stateB: what follows is HTTP, whose own bits are lower */
const HTTP_INSIDE = 0x10000;
const LOGIN = 1; // version of the sub-negotiation, RFC 1929

export const socks: Dissector = {
  app: 'socks',
  over: [6],
  ports: [1080, 1081],
  firstBytes: [4, 5],
  everyDatagram: true, // requests are counted to the end
  probe({ buf, off, end, sendPort, recvPort }) {
    if (end - off < 3) return Verdict.More;
    const own = sendPort === 1080 || recvPort === 1080 || recvPort === 1081 || recvPort === 9050;
    if (buf[off] === 5) {
      const methods = buf[off + 1];
      if (methods === 0 || methods > 8 || (end - off !== 2 + methods && !own)) return Verdict.No;
      for (let at = off + 2; at < off + 2 + methods && at < end; at++)
        if (buf[at] > 9 && buf[at] !== 0x80 && buf[at] !== 0x81) return Verdict.No;
      if (methods > 1 || own) return Verdict.Yes;
      return buf[off + 2] === 0 || buf[off + 2] === 2 ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] !== 4 || (buf[off + 1] !== 1 && buf[off + 1] !== 2)) return Verdict.No;
    if (end - off < 9) return Verdict.More;
    if (buf[end - 1] !== 0 || u16(buf, off + 2) === 0) return Verdict.No;
    const user = indexOfByte(buf, off + 8, end, 0);
    if (!isText(buf, off + 8, user)) return Verdict.No;
    // 4a: the address is 0.0.0.x and a name stands behind the user
    if (u24(buf, off + 4) === 0)
      return buf[off + 7] !== 0 && end - user > 4 && isText(buf, user + 1, end - 1) ? Verdict.Yes : Verdict.No;
    return user === end - 1 && buf[off + 4] !== 0 && buf[off + 4] < 224 ? Verdict.Yes : Verdict.No;
  },
  /** What the client asks for; then, where it is TLS or HTTP, what that says. */
  parse(payload, facts) {
    const { buf, end, off, fromSrc, wireLength } = payload;
    if ((payload.stateB & TLS_INSIDE) !== 0) return parseTls(payload, facts);
    if ((payload.stateB & HTTP_INSIDE) !== 0) return parseHttp(payload, facts);
    if (!fromSrc) {
      // the server's answers are short; what the other end says through it comes later
      if (buf[off] !== HANDSHAKE || payload.stateA === 0) {
        payload.off = end;
        return Progress.Next;
      }
    }
    const isCut = wireLength > end - off;
    while (payload.off < end) {
      const at = payload.off;
      if (buf[at] === HANDSHAKE && payload.stateA !== 0) {
        payload.stateA = 0;
        payload.stateB = TLS_INSIDE >>> 0;
        return parseTls(payload, facts, isCut);
      }
      if (payload.stateA !== 0) {
        const verdict = http.probe(payload);
        if (verdict === Verdict.More && !isCut) return Progress.Next;
        if (verdict !== Verdict.Yes) return Progress.Done; // something else
        payload.stateA = 0;
        payload.stateB = HTTP_INSIDE;
        return parseHttp(payload, facts);
      }
      const next = readClient(payload, at, facts);
      if (next < 0) return Progress.Other;
      if (next > end) return isCut ? Progress.Other : Progress.Next;
      payload.off = next;
    }
    return Progress.Next;
  },
};

/** One message of the client at off; where the next begins, past the end when it is not whole, -1 when it is none. */
function readClient(payload: Payload, off: number, facts: Facts): number {
  const { buf, end } = payload;
  if (buf[off] === 4) {
    const zero = end - off < CONNECT_BYTES ? -1 : indexOfByte(buf, off + CONNECT_BYTES, end, 0);
    if (zero < 0) return end + 1;
    const isName = u24(buf, off + 4) === 0 && buf[off + 7] !== 0;
    const last = isName ? indexOfByte(buf, zero + 1, end, 0) : zero;
    if (last < 0) return end + 1;
    if (zero > off + CONNECT_BYTES) facts.text(USER, buf, off + CONNECT_BYTES, zero);
    if (isName) facts.text(HOST, buf, zero + 1, last);
    else facts.word(HOST, formatIpv4(u32(buf, off + 4)));
    payload.stateA = 1;
    return last + 1;
  }
  if (end - off < 3) return end + 1;
  if (buf[off] === LOGIN) {
    const user = off + 2;
    const password = user + buf[off + 1];
    if (password >= end) return end + 1;
    facts.text(USER, buf, user, password);
    facts.flag(CLEAR, true);
    return password + 1 + buf[password];
  }
  if (buf[off] !== 5) return -1;
  // a request has a zero third; the greeting has its methods there, and is as long as it says
  const isRequest = buf[off + 1] >= 1 && buf[off + 1] <= 3 && buf[off + 2] === 0 && end - off >= 7;
  return isRequest ? readRequest(payload, off, facts) : off + 2 + buf[off + 1];
}

/** RFC 1928 §4. */
function readRequest(payload: Payload, off: number, facts: Facts): number {
  const { buf, end } = payload;
  const at = off + 4;
  let stop: number;
  if (buf[off + 3] === NAME) stop = at + 1 + buf[at];
  else if (buf[off + 3] === IPV4) stop = at + 4;
  else if (buf[off + 3] === IPV6) stop = at + 16;
  else return -1;
  if (stop + 2 > end) return end + 1;
  if (buf[off + 3] === NAME) facts.text(HOST, buf, at + 1, stop);
  else if (buf[off + 3] === IPV4) facts.word(HOST, formatIpv4(u32(buf, at)));
  else facts.word(HOST, formatIp(u32(buf, at), u32(buf, at + 4), u32(buf, at + 8), u32(buf, at + 12)));
  payload.stateA = 1;
  return stop + 2;
}
