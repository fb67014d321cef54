/**
 * Constrained Application Protocol, RFC 7252 §3: version 1, a token of at most 8 bytes, a known code, options that fit and,
 * where there is a payload, its marker. Over TCP, RFC 8323 §5.3: the first message of each side is CSM (7.01) with options 2 and 4.
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

const CSM = 0xe1;
const MAX_MESSAGE_SIZE = 2;
const BLOCK_WISE = 4;

/** A message of less than 13 bytes without token: length << 4, CSM, Max-Message-Size of at most 4 bytes, Block-Wise-Transfer of none. */
function probeCsm(buf: Uint8Array, off: number, end: number): Verdict {
  const stop = off + 2 + (buf[off] >> 4);
  if (
    end - off < 3 ||
    stop === off + 2 ||
    stop > end ||
    (buf[off] & 0x0f) !== 0 ||
    buf[off] > 0xc0 ||
    buf[off + 1] !== CSM
  )
    return Verdict.No;
  let number = 0;
  let at = off + 2;
  while (at < stop) {
    const length = buf[at] & 0x0f;
    number += buf[at] >> 4;
    if (number !== MAX_MESSAGE_SIZE && number !== BLOCK_WISE) return Verdict.No;
    if (number === BLOCK_WISE ? length !== 0 : length < 1 || length > 4) return Verdict.No;
    at += 1 + length;
  }
  return at === stop && stop - off >= 5 ? Verdict.Yes : Verdict.No;
}

export const coap: Dissector = {
  app: 'coap',
  over: [17, 6],
  ports: [5683],
  probe({ buf, off, end, wireLength, sendPort, recvPort, proto }) {
    if (proto === 6) return probeCsm(buf, off, end);
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
