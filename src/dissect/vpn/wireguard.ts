/**
 * WireGuard, "WireGuard: Next Generation Kernel Network Tunnel" §5.4: messages 1 to 3 have exact lengths, data is padded to 16. The three
 * reserved bytes are zero, but for Cloudflare's WARP, which has a number of the client there: then handshakes without a cookie (mac2 is zero) tell.
 */
import { u32, u32le } from '../bytes.ts';
import type { Dissector, Payload } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const DATA_HEADER_BYTES = 16;
const TAG_BYTES = 16;
const COOKIE_BYTES = 16;
const PORT = 51820;
/** of messages 1 to 3, the initiation, its answer, a cookie */
const LENGTHS = [0, 148, 92, 64];

function isWarp({ buf, off, end, wireLength }: Payload): boolean {
  if (wireLength !== end - off || !((buf[off] === 1 && wireLength === 148) || (buf[off] === 2 && wireLength === 92)))
    return false;
  return hasNoCookie(buf, end) && u32(buf, off + 4) !== 0;
}

/** mac2 of a handshake is zero, as long as the other end is not under load. */
function hasNoCookie(buf: Uint8Array, end: number): boolean {
  for (let at = end - COOKIE_BYTES; at < end; at++) if (buf[at] !== 0) return false;
  return true;
}

export const wireguard: Dissector = {
  app: 'wireguard',
  over: [17],
  ports: [PORT],
  firstBytes: [1, 2, 3, 4],
  probe(payload) {
    const { buf, off, end, wireLength } = payload;
    if (end - off < 16) return Verdict.No;
    const message = u32le(buf, off);
    if (message > 4) return isWarp(payload) ? Verdict.Yes : Verdict.No;
    if (message < 4) {
      if (wireLength !== LENGTHS[message] || u32(buf, off + 4) === 0) return Verdict.No;
      const own = payload.sendPort === PORT || payload.recvPort === PORT;
      if (own || (message !== 3 && end - off === wireLength && hasNoCookie(buf, end)) || payload.stateA !== 0)
        return Verdict.Yes;
      payload.stateA = 1; // with a cookie, or nothing but one, §5.3: another message must agree
      return Verdict.More;
    }
    if (message !== 4 || wireLength < DATA_HEADER_BYTES + TAG_BYTES || wireLength % 16 !== 0) return Verdict.No;
    // a tunnel joined late: data with a 64-bit counter that has not yet passed 2^40, a second datagram must agree
    if (u32le(buf, off + 12) > 0xff || u32(buf, off + 4) === 0) return Verdict.No;
    if (payload.stateA !== 0) return Verdict.Yes;
    payload.stateA = 1;
    return Verdict.More;
  },
};
