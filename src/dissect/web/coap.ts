/**
 * Constrained Application Protocol, RFC 7252 §3: version 1, a token of at most 8 bytes, a known code, options that fit and,
 * where there is a payload, its marker.
 */
import { isText } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

/** Codes of each class that IANA has registered, a bit each (CoAP Codes, 2024); class 7 is signalling, over TCP only. */
const bits = (...details: readonly number[]): number => details.reduce((all, detail) => all + 2 ** detail, 0);
const CODES = [
  bits(0, 1, 2, 3, 4, 5, 6, 7),
  0,
  bits(1, 2, 3, 4, 5, 31),
  0,
  bits(0, 1, 2, 3, 4, 5, 6, 8, 9, 12, 13, 15, 22, 29),
  bits(0, 1, 2, 3, 4, 5, 8),
  0,
  0,
];

const URI_PATH = 11;
const LAST_OPTION = 292; // Request-Tag, RFC 9175

export const coap: Dissector = {
  app: 'coap',
  over: [17],
  ports: [5683],
  probe({ buf, off, end, wireLength, sendPort, recvPort }) {
    if (end - off < 4 || buf[off] >> 6 !== 1 || (buf[off] & 0x0f) > 8) return Verdict.No;
    const code = buf[off + 1];
    const group = code >> 5;
    const detail = code & 0x1f;
    if ((CODES[group] >>> detail) % 2 === 0) return Verdict.No;
    const own = sendPort === 5683 || recvPort === 5683;
    if (code === 0) return own && wireLength === 4 ? Verdict.Yes : Verdict.No;
    let at = off + 4 + (buf[off] & 0x0f);
    let options = 0;
    let number = 0;
    let hasPath = false;
    while (at < end && buf[at] !== 0xff) {
      const delta = buf[at] >> 4;
      const short = buf[at] & 0x0f;
      if (delta === 15 || short === 15) return Verdict.No;
      number += delta === 13 ? 13 + buf[at + 1] : delta === 14 ? 0xffff : delta;
      const length = short === 13 ? 13 + buf[at + 1 + (delta === 13 ? 1 : 0)] : short === 14 ? 0xffff : short;
      at += 1 + (delta === 13 ? 1 : 0) + (short === 13 ? 1 : 0) + length;
      if (number === URI_PATH && length >= 2 && at <= end && isText(buf, at - length, at)) hasPath = true;
      if (number > 65000 || length > 1100) return Verdict.No;
      options++;
    }
    if (at > end || (at < end && at + 1 === end)) return Verdict.No;
    if (own) return Verdict.Yes;
    if (group === 0 && hasPath && at < end && number <= LAST_OPTION) return Verdict.Yes; // with a payload behind its marker
    // elsewhere only a request for a resource: GET, PUT … with a Uri-Path (11) or Uri-Query (15) at its end
    return group === 0 &&
      options >= 1 &&
      (number === 11 || number === 15 || number === 17) &&
      at === end &&
      isText(buf, end - 3, end)
      ? Verdict.Yes
      : Verdict.No;
  },
};
