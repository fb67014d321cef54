/** AMQP 0-9-1 and 1.0: header "AMQP", and frames of a connection joined late, AMQP 0-9-1 §4.2.3: type, channel, size, payload, CE; AMQP 1.0 §2.3. */
import { startsWith, u32 } from '../bytes.ts';
import type { Dissector } from '../dissector.ts';
import { Verdict } from '../dissector.ts';

const FRAME_END = 0xce;

/**
 * AMQP 1.0 §2.3 and §2.7: size, offset in words, type, channel, then a performative (00 53, 10 to 18), or SASL's (40 to 44): a list in two forms, or an
 * empty one.
 */
function isFrame1(buf: Uint8Array, off: number, end: number): boolean {
  if (end - off < 12 || u32(buf, off) < 11 || u32(buf, off) > 0x100000 || buf[off + 4] !== 2 || buf[off + 5] > 1)
    return false;
  if (buf[off + 8] !== 0 || buf[off + 9] !== 0x53) return false;
  const code = buf[off + 10];
  const known = buf[off + 5] === 0 ? code >= 0x10 && code <= 0x18 : code >= 0x40 && code <= 0x44;
  return known && (buf[off + 11] === 0x45 || buf[off + 11] === 0xc0 || buf[off + 11] === 0xd0);
}

export const amqp: Dissector = {
  app: 'amqp',
  over: [6],
  ports: [5672],
  firstBytes: [0x41, 0, 1, 2, 3, 8],
  probe({ buf, off, end, sendPort, recvPort }) {
    if (buf[off] === 0x41) {
      if (end - off < 8) return Verdict.More;
      return startsWith(buf, off, end, 'AMQP') && buf[off + 4] <= 3 ? Verdict.Yes : Verdict.No;
    }
    if (buf[off] === 0) return isFrame1(buf, off, end) ? Verdict.Yes : Verdict.No;
    if (end - off < 8 || (buf[off] > 3 && buf[off] !== 8)) return Verdict.No;
    const size = u32(buf, off + 3);
    if ((sendPort === 5672 || recvPort === 5672) && size < 0x1000 && off + 7 + size >= end) return Verdict.More;
    if (size > 0x20000 || off + 7 + size >= end || buf[off + 7 + size] !== FRAME_END) return Verdict.No;
    if (buf[off] === 1)
      return size >= 4 && buf[off + 7] === 0 && buf[off + 8] >= 10 && buf[off + 8] <= 120 && buf[off + 9] === 0
        ? Verdict.Yes
        : Verdict.No;
    return sendPort === 5672 || recvPort === 5672 ? Verdict.Yes : Verdict.No;
  },
};
