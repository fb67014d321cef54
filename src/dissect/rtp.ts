/**
 * RTP, RFC 3550 §5.1. One header proves little, so Yes needs two datagrams of one direction with the same SSRC and payload
 * type and a sequence number a little higher. stateA keeps the SSRC and stateB type and sequence of the first.
 */
import { u16, u32 } from './bytes.ts';
import type { Dissector } from './dissector.ts';
import { Verdict } from './dissector.ts';

const HEADER_BYTES = 12;
const MOST_LOST = 16;
const SEEN = 0x800000;

/** Payload types of RFC 3551 §6 in use, and the dynamic range. */
function isPayloadType(type: number): boolean {
  return type <= 34 ? type !== 1 && type !== 2 && type !== 19 && !(type >= 20 && type <= 24) : type >= 96;
}

export const rtp: Dissector = {
  app: 'rtp',
  over: [17],
  ports: [],
  firstBytes: [0x80, 0x90, 0xa0, 0xb0, 0x81, 0x91],
  probe(payload) {
    const { buf, off, end } = payload;
    if (end - off < HEADER_BYTES + 1 || buf[off] >> 6 !== 2) return Verdict.No;
    const type = buf[off + 1] & 0x7f;
    const contributors = buf[off] & 0x0f;
    const ssrc = u32(buf, off + 8);
    if (!isPayloadType(type) || ssrc === 0 || end - off <= HEADER_BYTES + 4 * contributors) return Verdict.No;
    const sequence = u16(buf, off + 2);
    if (payload.stateA === ssrc && ((payload.stateB >> 16) & 0x7f) === type) {
      const step = (sequence - (payload.stateB & 0xffff)) & 0xffff;
      if (step >= 1 && step <= MOST_LOST) return Verdict.Yes;
    }
    payload.stateA = ssrc;
    payload.stateB = SEEN | (type << 16) | sequence;
    return Verdict.More;
  },
};
